import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';

const st = '\x1b\\';

function repliesTo(output: string): string {
  let replies = '';
  const screen = new HeadlessScreen({
    columns: 80,
    rows: 24,
    onReply: (bytes) => (replies += bytes.toString()),
    colours: { foreground: 0xffeedd, background: 0x010203, cursor: 0xff0000 },
  });
  screen.feed(output);
  return replies;
}

const questions: readonly (readonly [what: string, question: string, answer: string])[] = [
  ['device attributes', '\x1b[c', '\x1b[?1;2c'],
  ['secondary device attributes', '\x1b[>c', '\x1b[>0;276;0c'],
  ['status', '\x1b[5n', '\x1b[0n'],
  ['the cursor', '\x1b[3;7H\x1b[6n', '\x1b[3;7R'],
  ['a mode', '\x1b[?2026$p', '\x1b[?2026;2$y'],
  ['a setting', `\x1bP$qr${st}`, `\x1bP1$r1;24r${st}`],
  ['the foreground', `\x1b]10;?${st}`, `\x1b]10;rgb:ffff/eeee/dddd${st}`],
  ['the background', '\x1b]11;?\x07', `\x1b]11;rgb:0101/0202/0303${st}`],
  ['the cursor colour', `\x1b]12;?${st}`, `\x1b]12;rgb:ffff/0000/0000${st}`],
  ['two colours at once', `\x1b]10;?;?${st}`, `\x1b]10;rgb:ffff/eeee/dddd${st}\x1b]11;rgb:0101/0202/0303${st}`],
  ['no colour when it sets one', `\x1b]11;#ffffff${st}`, ''],
  ['kitty keyboard flags, none', '\x1b[?u', '\x1b[?0u'],
  ['kitty keyboard flags, pushed', '\x1b[>1u\x1b[>9u\x1b[?u\x1b[<u\x1b[?u', '\x1b[?9u\x1b[?1u'],
  ['kitty keyboard flags, set', '\x1b[=1u\x1b[=4;2u\x1b[?u\x1b[=1;3u\x1b[?u', '\x1b[?5u\x1b[?4u'],
  ['kitty keyboard flags of each screen', '\x1b[>1u\x1b[?1049h\x1b[?u\x1b[?1049l\x1b[?u', '\x1b[?0u\x1b[?1u'],
  ['kitty keyboard flags after too many pops', '\x1b[>1u\x1b[<99u\x1b[?u', '\x1b[?0u'],
  ['kitty keyboard flags after a reset', '\x1b[>1u\x1bc\x1b[?u', '\x1b[?0u'],
  ['the version', '\x1b[>q', `\x1bP>|signalbox${st}`],
  ['the version by number', '\x1b[>0q', `\x1bP>|signalbox${st}`],
  ['the size in cells', '\x1b[18t', '\x1b[8;24;80t'],
  ['the size in pixels', '\x1b[14t', '\x1b[4;384;640t'],
  ['the size of a cell', '\x1b[16t', '\x1b[6;16;8t'],
  ['nothing when it moves a window', '\x1b[3;0;0t\x1b[8;10;10t\x1b[21t', ''],
  ['a capability', `\x1bP+q544e${st}`, `\x1bP1+r544e=787465726D2D323536636F6C6F72${st}`],
  ['an unknown capability, without its name', `\x1bP+q4d73${st}`, `\x1bP0+r${st}`],
  ['a capability that is no name', `\x1bP+q;rm -rf${st}`, `\x1bP0+r${st}\x1bP0+r${st}`],
  ['program status before device attributes', `\x1b]7501;?${st}\x1b[c`, `\x1b]7501;?${st}\x1b[?1;2c`],
  ['nothing about the clipboard', `\x1b]52;c;?${st}`, ''],
  ['nothing about the title', '\x1b]2;evil\x07\x1b[21t', ''],
];

test.each(questions)('answers %s once', (_, question, answer) => {
  expect(repliesTo(question)).toBe(answer);
});

test('hands over the answers to one feed at once', () => {
  const replies: string[] = [];
  const screen = new HeadlessScreen({ columns: 80, rows: 24, onReply: (bytes) => replies.push(bytes.toString()) });
  screen.feed('\x1b[5n\x1b[?u');
  expect(replies).toEqual(['\x1b[0n\x1b[?0u']);
});
