import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';

const st = '\x1b\\';

function repliesTo(...output: (string | Uint8Array)[]): string {
  let replies = '';
  const screen = new HeadlessScreen({
    columns: 80,
    rows: 24,
    onReply: (bytes) => (replies += bytes.toString()),
    colours: { foreground: 0xffeedd, background: 0x010203, cursor: 0xff0000 },
  });
  for (const piece of output) screen.feed(piece);
  return replies;
}

type Row = readonly [what: string, question: string, answer: string];

const identity: readonly Row[] = [
  ['device attributes', '\x1b[c', '\x1b[?1;2c'],
  ['device attributes, asked the old way', '\x1bZ', '\x1b[?1;2c'],
  ['secondary device attributes', '\x1b[>c', '\x1b[>0;276;0c'],
  ['tertiary device attributes', '\x1b[=c', `\x1bP!|00000000${st}`],
  ['the version', '\x1b[>q', `\x1bP>|signalbox${st}`],
  ['the version by number', '\x1b[>0q', `\x1bP>|signalbox${st}`],
  ['terminal parameters', '\x1b[x\x1b[1x', '\x1b[2;1;1;128;128;1;0x\x1b[3;1;1;128;128;1;0x'],
  ['a capability', `\x1bP+q544e${st}`, `\x1bP1+r544e=787465726D2D323536636F6C6F72${st}`],
  ['true colour', `\x1bP+q524742;5463${st}`, `\x1bP1+r524742=382F382F38${st}\x1bP1+r5463${st}`],
  ['an unknown capability, without its name', `\x1bP+q4d73${st}`, `\x1bP0+r${st}`],
  ['a capability that is no name', `\x1bP+q;rm -rf${st}`, `\x1bP0+r${st}\x1bP0+r${st}`],
  ['a capability that every object has', `\x1bP+q746f537472696e67${st}`, `\x1bP0+r${st}`],
  ['program status before device attributes', `\x1b]7501;?${st}\x1b[c`, `\x1b]7501;?${st}\x1b[?1;2c`],
];

const status: readonly Row[] = [
  ['how it is', '\x1b[5n', '\x1b[0n'],
  ['the cursor', '\x1b[3;7H\x1b[6n', '\x1b[3;7R'],
  ['the cursor behind the last column', '\x1b[2;79Hab\x1b[6n', '\x1b[2;80R'],
  ['the cursor within margins', '\x1b[5;9r\x1b[?6h\x1b[2;3H\x1b[6n', '\x1b[2;3R'],
  ['the cursor, DEC', '\x1b[3;7H\x1b[?6n', '\x1b[?3;7R'],
  [
    'printer, keys, keyboard, locator',
    '\x1b[?15n\x1b[?25n\x1b[?26n\x1b[?55n',
    '\x1b[?13n\x1b[?21n\x1b[?27;1;0;0n\x1b[?50n',
  ],
  ['the colour scheme', '\x1b[?996n', '\x1b[?997;1n'],
  ['a setting: margins', `\x1b[2;9r\x1bP$qr${st}`, `\x1bP1$r2;9r${st}`],
  ['a setting: the pen', `\x1b[1;3;4:3;48:2:1:2:3;58;5;7m\x1bP$qm${st}`, `\x1bP1$r0;1;3;4:3;48:2::1:2:3;58:5:7m${st}`],
  ['a setting: a plain pen', `\x1bP$qm${st}`, `\x1bP1$r0m${st}`],
  ['a setting: basic colours', `\x1b[31;102;38;5;200m\x1bP$qm${st}`, `\x1bP1$r0;38:5:200;102m${st}`],
  [
    'a setting: the cursor',
    `\x1bP$q q${st}\x1b[5 q\x1bP$q q${st}\x1b[4 q\x1bP$q q${st}`,
    `\x1bP1$r0 q${st}\x1bP1$r5 q${st}\x1bP1$r4 q${st}`,
  ],
  ['a setting: conformance', `\x1bP$q"p${st}`, `\x1bP1$r61;1"p${st}`],
  ['a setting: protection', `\x1b[1"q\x1bP$q"q${st}`, `\x1bP1$r1"q${st}`],
  ['a setting: lines', `\x1bP$qt${st}`, `\x1bP1$r24t${st}`],
  [
    'an unknown setting',
    `\x1bP$qs${st}\x1bP$qrm -rf${st}\x1bP$qtoString${st}`,
    `\x1bP0$r${st}\x1bP0$r${st}\x1bP0$r${st}`,
  ],
  ['tab stops', '\x1b[3g\x1b[4G\x1bH\x1b[9G\x1bH\x1b[2$w', `\x1bP2$u4/9${st}`],
];

const colours: readonly Row[] = [
  ['the foreground', `\x1b]10;?${st}`, `\x1b]10;rgb:ffff/eeee/dddd${st}`],
  ['the background', '\x1b]11;?\x07', `\x1b]11;rgb:0101/0202/0303${st}`],
  ['the cursor colour', `\x1b]12;?${st}`, `\x1b]12;rgb:ffff/0000/0000${st}`],
  ['two colours at once', `\x1b]10;?;?${st}`, `\x1b]10;rgb:ffff/eeee/dddd${st}\x1b]11;rgb:0101/0202/0303${st}`],
  ['no colour when it sets one', `\x1b]11;#ffffff${st}`, ''],
  [
    'what was set',
    '\x1b]11;#123\x07\x1b]11;?\x07\x1b]10;rgb:f/80/1234\x07\x1b]10;?\x07',
    `\x1b]11;rgb:1010/2020/3030${st}\x1b]10;rgb:ffff/8080/1212${st}`,
  ],
  [
    'what was reset',
    '\x1b]10;#123456\x07\x1b]110\x07\x1b]10;?\x07\x1b]12;#000\x07\x1b]112\x07\x1b]12;?\x07',
    `\x1b]10;rgb:ffff/eeee/dddd${st}\x1b]12;rgb:ffff/0000/0000${st}`,
  ],
  ['the same scheme after the program set a background', '\x1b]11;#ffffff\x07\x1b[?996n', '\x1b[?997;1n'],
  [
    'the palette',
    '\x1b]4;1;?\x07\x1b]4;231;?;244;?\x07',
    `\x1b]4;1;rgb:cdcd/0000/0000${st}\x1b]4;231;rgb:ffff/ffff/ffff${st}\x1b]4;244;rgb:8080/8080/8080${st}`,
  ],
  [
    'a palette that was set',
    '\x1b]4;1;#010203;2;#040506\x07\x1b]4;1;?\x07\x1b]104;1\x07\x1b]4;1;?;2;?\x07',
    `\x1b]4;1;rgb:0101/0202/0303${st}\x1b]4;1;rgb:cdcd/0000/0000${st}\x1b]4;2;rgb:0404/0505/0606${st}`,
  ],
  ['a palette that was reset', '\x1b]4;1;#010203\x07\x1b]104\x07\x1b]4;1;?\x07', `\x1b]4;1;rgb:cdcd/0000/0000${st}`],
  ['colours after a full reset', '\x1b]10;#123456\x07\x1bc\x1b]10;?\x07', `\x1b]10;rgb:ffff/eeee/dddd${st}`],
  ['no entry that there is not', '\x1b]4;256;?\x07\x1b]4;-1;?\x07\x1b]4;x;?\x07\x1b]4;1\x07', ''],
];

const keyboard: readonly Row[] = [
  ['kitty keyboard flags, none', '\x1b[?u', '\x1b[?0u'],
  ['kitty keyboard flags, pushed', '\x1b[>1u\x1b[>9u\x1b[?u\x1b[<u\x1b[?u', '\x1b[?9u\x1b[?1u'],
  ['kitty keyboard flags, set', '\x1b[=1u\x1b[=4;2u\x1b[?u\x1b[=1;3u\x1b[?u', '\x1b[?5u\x1b[?4u'],
  ['kitty keyboard flags of each screen', '\x1b[>1u\x1b[?1049h\x1b[?u\x1b[?1049l\x1b[?u', '\x1b[?0u\x1b[?1u'],
  ['kitty keyboard flags after too many pops', '\x1b[>1u\x1b[<99u\x1b[?u', '\x1b[?0u'],
  ['kitty keyboard flags after a reset', '\x1b[>1u\x1bc\x1b[?u', '\x1b[?0u'],
];

const sizes: readonly Row[] = [
  ['the size in cells', '\x1b[18t\x1b[19t', '\x1b[8;24;80t\x1b[9;24;80t'],
  ['the size in pixels', '\x1b[14t\x1b[14;2t\x1b[15t', '\x1b[4;384;640t\x1b[4;384;640t\x1b[5;384;640t'],
  ['the size of a cell', '\x1b[16t', '\x1b[6;16;8t'],
];

/** What must stay unanswered. */
const silence: readonly Row[] = [
  ['when it moves a window', '\x1b[3;0;0t\x1b[8;10;10t\x1b[1t\x1b[11t\x1b[13t', ''],
  ['about the clipboard', `\x1b]52;c;?${st}\x1b]52;c;aGk=${st}\x1b]52;c;?${st}`, ''],
  ['about the title and icon name', '\x1b]0;evil\x07\x1b[20t\x1b[21t\x1b[22t\x1b[23t', ''],
  ['about graphics', `\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA${st}`, ''],
  ['to ENQ', '\x05', ''],
  ['about what the screen shows', 'secret\x1b[1;1;1;1;24;80*y', ''],
  ['to answers that are echoed back', '\x1b[?1;2c\x1b[3;7R\x1b[?997;1n\x1b[?1u\x1b[8;24;80t', ''],
];

/** Every mode that is honoured: what is told at first, after it was set, and after it was reset. */
const modes: readonly (readonly [mode: string, first: number, set: number, reset: number])[] = [
  ...['?1', '?6', '?9', '?12', '?45', '?66', '?1000', '?1002', '?1003', '?1004'].map(
    (mode) => [mode, 2, 1, 2] as const,
  ),
  ...['?1006', '?1016', '?47', '?1047', '?1049', '?2004', '?2026', '?2031'].map((mode) => [mode, 2, 1, 2] as const),
  ...['4', '20'].map((mode) => [mode, 2, 1, 2] as const),
  ...['?7', '?25'].map((mode) => [mode, 1, 1, 2] as const),
  ['?1048', 1, 1, 1],
  ['?2027', 3, 3, 3],
  ['?8', 3, 3, 3],
  ['12', 3, 3, 3],
  ...['?67', '?1005', '?1015', '2'].map((mode) => [mode, 4, 4, 4] as const),
  ...['?2', '?5', '?69', '?1007', '?1036', '?2048', '?9001', '?65535', '7', '99'].map(
    (mode) => [mode, 0, 0, 0] as const,
  ),
];

test.each(modes)('tells of mode %s: %i, %i when set, %i when reset', (mode, ...values) => {
  const ask = `\x1b[${mode}$p`;
  const answer = values.map((value) => `\x1b[${mode};${value}$y`).join('');
  expect(repliesTo(`${ask}\x1b[${mode}h${ask}\x1b[${mode}l${ask}`)).toBe(answer);
});

test('modes are as at first after a full reset', () => {
  for (const [mode, first] of modes) {
    const change = first === 1 ? 'l' : 'h';
    // The mouse is set after the reset of another kind of mouse, and so on: one at a time.
    expect(repliesTo(`\x1b[${mode}${change}\x1bc\x1b[${mode}$p`)).toBe(`\x1b[${mode};${first}$y`);
  }
});

const questions = [...identity, ...status, ...colours, ...keyboard, ...sizes];

test.each(silence)('does not answer %s', (_, question) => {
  expect(repliesTo(question)).toBe('');
});

test('prints nothing for a question', () => {
  const screen = new HeadlessScreen({ columns: 80, rows: 24 });
  for (const [, question] of [...questions, ...silence]) {
    screen.feed(`\x1bc${question}`);
    expect(
      screen
        .text()
        .trim()
        .replace(/secret|ab/, ''),
    ).toBe('');
  }
});

test.each(questions)('answers %s once', (_, question, answer) => {
  expect(repliesTo(question)).toBe(answer);
});

test('hands over the answers to one feed at once', () => {
  const replies: string[] = [];
  const screen = new HeadlessScreen({ columns: 80, rows: 24, onReply: (bytes) => replies.push(bytes.toString()) });
  screen.feed('\x1b[5n\x1b[?u');
  expect(replies).toEqual(['\x1b[0n\x1b[?0u']);
});

test('answers all questions of one piece in their order, and the same wherever the piece is cut', () => {
  const all = Buffer.from(questions.map(([, question]) => `\x1bc${question}`).join(''));
  const answers = questions.map(([, , answer]) => answer).join('');
  for (const length of [all.length, 1, 2, 3, 5, 7, 64]) {
    const pieces = Array.from({ length: Math.ceil(all.length / length) }, (_, n) =>
      all.subarray(n * length, (n + 1) * length),
    );
    expect(repliesTo(...pieces)).toBe(answers);
  }
});

test('no answer holds text of the program, whatever it asks', () => {
  const secret = 'Zx9Qw';
  const hex = Buffer.from(secret).toString('hex');
  const asks = [`P$q${secret}`, `P+q${hex}`, `P+q${hex};544e`, `]4;1;${secret}`, `]10;${secret}`, `]7501;${secret}`];
  const others = [
    `]52;c;${secret}`,
    `]2;${secret}\x07\x1b[21t`,
    `]1;${secret}\x07\x1b[20t`,
    `_G${secret}`,
    `]8;;http://${secret}`,
  ];
  const replies = [...asks, ...others].map((ask) => repliesTo(`\x1b${ask}${st}\x1b[c`));
  for (const reply of replies) {
    expect(reply).toContain('\x1b[?1;2c');
    expect(reply.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(reply).not.toContain(hex);
  }
});

test('endless names in one request get a bounded answer', () => {
  expect(repliesTo(`\x1bP+q${'544e;'.repeat(5000)}${st}`).split('\x1bP').length - 1).toBe(64);
  expect(repliesTo(`\x1b]4;${'1;?;'.repeat(5000)}\x07`).split('\x1b]').length - 1).toBe(256);
});
