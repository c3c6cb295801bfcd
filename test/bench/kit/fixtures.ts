import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const words =
  'the holder reads bytes from its pty and appends them to a log while daemon and dashboard draw only what a person sees'.split(
    ' ',
  );

/** The same numbers in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % sides;
  };
}

function sentence(roll: (sides: number) => number, count: number): string {
  return Array.from({ length: count }, () => words[roll(words.length)] ?? '').join(' ');
}

/** Lines of a build log: plain, some with a time in front. */
function logText(bytes: number): string {
  const roll = dice(1);
  let [text, line] = ['', 0];
  for (; text.length < bytes; line++) text += `12:${line % 60}:${roll(60)} [${line}] ${sentence(roll, 4 + roll(8))}\n`;
  return text;
}

/** What a coding agent prints: paragraphs, a diff in colours, a status line that is written anew. */
function agentText(bytes: number): string {
  const roll = dice(2);
  let text = '';
  while (text.length < bytes) {
    text += `\x1b[1;36m● Edit\x1b[0m src/${words[roll(words.length)] ?? ''}.ts\n`;
    for (let line = 0; line < 4; line++) {
      const [sign, colour] = roll(2) === 0 ? ['+', '38;5;114'] : ['-', '38;2;224;108;117'];
      text += `  \x1b[2m${100 + line}\x1b[0m \x1b[${colour}m${sign} const ${sentence(roll, 3 + roll(5))}\x1b[0m\n`;
    }
    for (let step = 0; step < 3; step++)
      text += `\r\x1b[K\x1b[33m✻\x1b[0m \x1b[3mThinking\x1b[0m ${roll(100)}s · ${roll(9000)} tokens`;
    text += `\r\x1b[K${sentence(roll, 10)}\n`;
  }
  return text;
}

/** An agent that draws its last eight lines anew for each step, as Ink programs do. */
function redrawText(bytes: number): string {
  const roll = dice(3);
  const rows = 8;
  let text = '\n'.repeat(rows);
  for (let step = 0; text.length < bytes; step++) {
    text += `\x1b[${rows}A`;
    for (let row = 0; row < rows; row++) {
      const body =
        row === 0 ? `\x1b[35m✻ Working\x1b[39m (${step}s · esc to interrupt)` : `│ ${words[row] ?? ''} ${row * 7}`;
      text += `\x1b[2K\x1b[G${body}${row === 1 ? ` ${'▮'.repeat(roll(20))}` : ''}\n`;
    }
  }
  return text;
}

/** A line every so often, for rates of lines. */
function tickText(bytes: number): string {
  let text = '';
  for (let line = 0; text.length < bytes; line++) text += `tick ${String(line).padStart(6, '0')} of the pane\n`;
  return text;
}

export type Fixture = 'log' | 'agent' | 'redraw' | 'tick';
const texts: Record<Fixture, (bytes: number) => string> = {
  log: logText,
  agent: agentText,
  redraw: redrawText,
  tick: tickText,
};

/** Writes a load of about so many bytes, the same in every run, and gives its path. */
export function writeFixture(folder: string, kind: Fixture, bytes: number): string {
  const path = join(folder, `${kind}-${bytes}.txt`);
  const text = texts[kind](Math.min(bytes, 2_000_000));
  const once = Buffer.from(text);
  writeFileSync(path, Buffer.concat(Array.from({ length: Math.max(1, Math.round(bytes / once.length)) }, () => once)));
  return path;
}
