import type { MouseAction, MouseEvent } from './input-event.ts';

interface MouseReport {
  /** Button, wheel, motion and modifiers as xterm adds them up. */
  readonly code: number;
  /** 1-based. */
  readonly x: number;
  readonly y: number;
  readonly release: boolean;
}

const wheel = 64;
const motion = 32;
/** Buttons beyond the third, among them those that go back and forward. */
const others = 128;

/** What a mouse report says. */
export function mouseEvent(raw: Buffer, { code, x, y, release }: MouseReport): MouseEvent {
  return {
    kind: 'mouse',
    action: actionOf(code, release),
    button: buttonOf(code),
    code,
    row: y - 1,
    column: x - 1,
    shift: (code & 4) !== 0,
    alt: (code & 8) !== 0,
    ctrl: (code & 16) !== 0,
    raw,
  };
}

/** The reports before SGR's have one number for every button that goes up. */
export function isOldRelease(code: number): boolean {
  return (code & (others | wheel | motion)) === 0 && (code & 3) === 3;
}

function buttonOf(code: number): MouseEvent['button'] {
  if (code & others) return 'other';
  return code & wheel ? 'none' : ((['left', 'middle', 'right', 'none'] as const)[code & 3] ?? 'none');
}

function actionOf(code: number, release: boolean): MouseAction {
  if ((code & (wheel | others)) === wheel) {
    return (['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'] as const)[code & 3] ?? 'wheel-up';
  }
  if (code & motion) return (code & (3 | others)) === 3 ? 'move' : 'drag';
  return release ? 'release' : 'press';
}
