import * as fc from 'fast-check';

const csi = '\x1b[';
const small = fc.integer({ min: 0, max: 30 });

const sgr = fc
  .array(
    fc.oneof(
      fc.constantFrom('0', '1', '2', '3', '4', '5', '7', '8', '9', '22', '24', '27', '39', '49', '4:3', '58;5;3'),
      fc.integer({ min: 30, max: 47 }).map(String),
      fc.integer({ min: 90, max: 107 }).map(String),
      fc.integer({ min: 0, max: 255 }).map((index) => `38;5;${index}`),
      fc.integer({ min: 0, max: 255 }).map((index) => `48;5;${index}`),
      fc.integer({ min: 0, max: 255 }).map((level) => `38;2;${level};0;${255 - level}`),
      fc.integer({ min: 0, max: 255 }).map((level) => `48;2;0;${level};7`),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((codes) => `${csi}${codes.join(';')}m`);

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }).map((raw) => raw.replace(/\p{Cc}/gu, '.')),
  fc.constantFrom(
    'plain text ',
    '   ',
    '漢字',
    'ﾊﾝ',
    '한국',
    'e\u0301',
    '\u0301',
    '👩‍👩‍👧',
    '🇩🇪',
    '🇩',
    '🇪',
    '❤️',
    '❤',
    '👍🏽',
    '│─┐',
    'ก็',
  ),
);

const motion = fc.oneof(
  fc.tuple(small, small).map(([row, column]) => `${csi}${row};${column}H`),
  fc.tuple(small, fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'd', 'I', 'Z')).map(([n, f]) => csi + n + f),
  fc.constantFrom('\r', '\n', '\r\n', '\b', '\t', '\x1bM', '\x1bD', '\x1bE', '\x1b7', '\x1b8', `${csi}s`, `${csi}u`),
);

const editing = fc.oneof(
  fc.tuple(small, fc.constantFrom('J', 'K', 'L', 'M', 'P', '@', 'X', 'S', 'T')).map(([n, f]) => csi + n + f),
  fc.constantFrom(`${csi}J`, `${csi}1J`, `${csi}2J`, `${csi}K`, `${csi}1K`, '\x1b#8'),
  fc.tuple(small, small).map(([top, bottom]) => `${csi}${top};${bottom}r`),
);

const modes = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('1', '6', '7', '9', '25', '45', '47', '66', '1000', '1002', '1003', '1004', '1006', '1016'),
      fc.constantFrom('h', 'l'),
    )
    .map(([mode, set]) => `${csi}?${mode}${set}`),
  fc
    .tuple(fc.constantFrom('1047', '1048', '1049', '2004'), fc.constantFrom('h', 'l'))
    .map(([m, s]) => `${csi}?${m}${s}`),
  fc.constantFrom(`${csi}4h`, `${csi}4l`, `${csi}20h`, `${csi}20l`, '\x1b=', '\x1b>', `${csi}!p`, `${csi}3g`, '\x1bH'),
  fc.constantFrom('\x1b(0', '\x1b(B', '\x1b]2;title\x07', '\x1b]0;ti\u202etle\x1b\\'),
  fc
    .integer({ min: 0, max: 31 })
    .chain((flags) => fc.constantFrom(`${csi}>${flags}u`, `${csi}=${flags};2u`, `${csi}<u`)),
);

/** Output as programs make it: pieces that each end at a whole sequence and a whole character. */
export const terminalPieces: fc.Arbitrary<string[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 3, arbitrary: sgr },
    { weight: 4, arbitrary: motion },
    { weight: 3, arbitrary: editing },
    { weight: 2, arbitrary: modes },
  ),
  { maxLength: 60 },
);

/** Sizes small enough that everything wraps and scrolls. */
export const screenSize = fc.record({
  columns: fc.integer({ min: 2, max: 24 }),
  rows: fc.integer({ min: 1, max: 10 }),
});
