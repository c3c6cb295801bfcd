/** Picks a number from 0 to below a limit. */
export type Random = (limit: number) => number;

type Maker = (random: Random) => string | Uint8Array;

function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[random(from.length)] ?? from[0];
}

const csi = '\x1b[';
const finals = {
  motion: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'd', 'e', 'a', '`', 'I', 'Z'],
  editing: ['J', 'K', 'L', 'M', 'P', '@', 'X', 'S', 'T', '?J', '?K'],
} as const;

const texts = [
  'plain text ',
  'a',
  ' ',
  '     ',
  'wrap'.repeat(9),
  '漢字',
  '漢',
  'ﾊﾝ',
  'ＡＢ',
  '한국',
  '각',
  'e\u0301',
  '\u0301',
  '\u0302\u0303',
  '👩‍👩‍👧',
  '👩',
  '\u200d',
  '🇩🇪',
  '🇩',
  '🇪🇫🇷',
  '❤\ufe0f',
  '❤',
  '\ufe0f',
  '1\ufe0f\u20e3',
  '👍🏽',
  '🏽',
  '🏴‍☠️',
  'क्षि',
  'ก็',
  '│─┐█',
  '\u00ad',
  '\u0600',
  'ൎക',
  '\u2066x\u2069',
  'x\u200b',
  '\u{1f600}',
  '~{}|`qwxj',
] as const;

const modes = [
  1, 3, 5, 6, 7, 9, 12, 25, 45, 47, 66, 69, 1000, 1002, 1003, 1004, 1006, 1007, 1016, 1047, 1048, 1049, 2004, 2026,
  2027, 2031,
];
const settings = [0, 1, 2, 3, 4, 5, 7, 8, 9, 21, 22, 23, 24, 25, 27, 28, 29, 39, 49, 53, 55, 59, 100];
const designators = ['0', 'A', 'B', '4', 'K', 'R', '='] as const;

function colour(random: Random, base: number): string {
  const byte = (): number => random(256);
  return pick<() => string>(random, [
    () => `${base};5;${byte()}`,
    () => `${base}:5:${byte()}`,
    () => `${base};2;${byte()};${byte()};${byte()}`,
    () => `${base}:2::${byte()}:${byte()}:${byte()}`,
    () => `${base}:2:${byte()}:${byte()}:${byte()}`,
    () => `${base};5`,
  ])();
}

function sgrCode(random: Random): string {
  return pick<() => string>(random, [
    () => String(settings[random(settings.length)] ?? 0),
    () => String(30 + random(8)),
    () => String(40 + random(8)),
    () => String(90 + random(18)),
    () => colour(random, 38),
    () => colour(random, 48),
    () => colour(random, 58),
    () => `4:${random(7)}`,
    () => '',
  ])();
}

const few = (random: Random): number => (random(4) === 0 ? random(200) : random(12));

const makers: readonly [Maker, ...Maker[]] = [
  (random) => pick(random, texts),
  (random) => pick(random, texts),
  (random) => pick(random, texts) + pick(random, texts),
  (random) => `${csi}${Array.from({ length: 1 + random(4) }, () => sgrCode(random)).join(';')}m`,
  (random) => `${csi}${few(random)};${few(random)}${pick(random, ['H', 'f'])}`,
  // Near the right margin, where most goes wrong.
  (random) => `${csi}999G${csi}${random(4)}D`,
  (random) => csi + (random(3) === 0 ? '' : few(random)) + pick(random, finals.motion),
  (random) => {
    const final = pick(random, finals.editing);
    const prefix = final.startsWith('?') ? '?' : '';
    return `${csi}${prefix}${random(5)}${final.slice(prefix.length)}`;
  },
  (random) => `${csi}${random(4)}${pick(random, [' @', ' A', "'}", "'~", 'b'])}`,
  (random) =>
    pick(random, [
      '\r',
      '\n',
      '\r\n',
      '\n\n\n',
      '\b',
      '\t',
      '\v',
      '\x1bM',
      '\x1bD',
      '\x1bE',
      '\x1bH',
      '\x1b7',
      '\x1b8',
      `${csi}s`,
      `${csi}u`,
    ]),
  (random) => `${csi}${random(12)};${random(14)}r`,
  (random) => `${csi}?${modes[random(modes.length)] ?? 7}${pick(random, ['h', 'l'])}`,
  (random) => `${csi}${pick(random, ['4', '20'])}${pick(random, ['h', 'l'])}`,
  (random) => `\x1b${pick(random, ['(', ')', '*', '+'])}${pick(random, designators)}`,
  (random) => pick(random, ['\x0e', '\x0f', '\x1bn', '\x1bo', '\x1b~', '\x1b=', '\x1b>', '\x1b%G']),
  (random) => `${csi}${pick(random, ['0g', '3g', '!p', '0"q', '1"q', '1 q', '4 q', '5 q', '0 q'])}`,
  (random) => pick(random, [`${csi}>${random(32)}u`, `${csi}=${random(32)};${random(4)}u`, `${csi}<${random(3)}u`]),
  (random) =>
    `\x1b]8;${pick(random, ['', 'id=1', 'a=b:id=x'])};${pick(random, ['', '', 'https://a.example/x;y', 'file:///b', 'javascript:no', 'http://bad url'])}\x1b\\`,
  (random) =>
    `\x1b]${pick(random, ['0;ti\u202etle', '1;icon', '2;other', `4;${random(256)};#1${random(10)}3`, '10;rgb:12/34/56', '11;#fff', '104', '110', '111', '7;file:///x'])}\x07`,
  (random) => `${csi}${pick(random, ['22;0', '22;2', '22;1', '23;0', '23;2', '23;1'])}t`,
  (random) =>
    pick(random, [
      '\x1b#8',
      '\x1bc',
      '\x1b\\',
      '\x1bPq#1\x1b\\',
      '\x1b_Ga=q;AA\x1b\\',
      '\x1b^x\x1b\\',
      '\x18',
      '\x1a',
      '\x00',
      '\x7f',
      '\x05',
    ]),
  (random) => Uint8Array.from({ length: 1 + random(6) }, () => random(256)),
  (random) =>
    Uint8Array.from(
      [[0xc3], [0xe6, 0xbc], [0xf0, 0x9f, 0x98], [0xff], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf4, 0x90, 0x80, 0x80]][
        random(7)
      ] ?? [],
    ),
];

/** Output as no program makes it: whole sequences, broken ones, text of all kinds, bytes that are no text. */
export function randomOutput(random: Random, pieces: number): Buffer[] {
  return Array.from({ length: pieces }, () => {
    // A full reset would make most of what came before pointless.
    const piece = pick(random, makers)(random);
    return Buffer.from(piece === '\x1bc' && random(4) > 0 ? 'x' : piece);
  });
}
