/** Keys by the last byte of `CSI 1;m X` and `SS3 X`. */
export const letters: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** Keys by the number of `CSI n ~`; several terminals' numbers do not contradict each other. */
export const numbers: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
  25: 'f13',
  26: 'f14',
  28: 'f15',
  29: 'f16',
  31: 'f17',
  32: 'f18',
  33: 'f19',
  34: 'f20',
};

/** Keys of the number pad in kitty's private area, from this code on. */
export const firstKeypadCode = 57399;
export const keypad: readonly string[] = [
  ...'0123456789./*-+'.split(''),
  ...'enter = separator left right up down pageup pagedown home end insert delete begin'.split(' '),
];
