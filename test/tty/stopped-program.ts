/**
 * Paints on although its terminal takes no bytes, then says so on the socket `s` in the folder of its argument; for a pty
 * in a test.
 */
import { connect } from 'node:net';

import { takeTerminal } from '../../src/cli/take-terminal.ts';
import { openTerminal } from '../../src/tty/terminal.ts';

const folder = process.argv[2] ?? '';
const record = takeTerminal(`${folder}/terminals`);
const terminal = openTerminal({ stdin: process.stdin, stdout: process.stdout, env: process.env, record });
const socket = connect(`${folder}/s`);
let frame = 0;

async function leave(): Promise<void> {
  await terminal.close();
  socket.end();
  // As the program itself does it.
  if (process.stdout.writableLength > 0) process.exit(5);
}

function paint(): void {
  const { columns, rows } = terminal.size;
  const letter = String.fromCharCode(0x61 + (frame % 26));
  terminal.chrome.stdout.write(`\x1b[H${Array(rows).fill(letter.repeat(columns)).join('\n')}`);
  // Several times what a pty holds.
  if (frame++ < 100) setTimeout(paint, 5);
  else {
    terminal.chrome.stdout.write('\x1b[H\x1b[2Jthe last frame');
    socket.write('painted all');
  }
}

terminal.onEvent((event) => {
  if (event.kind !== 'text' || event.text !== 'q') return;
  void leave();
});
paint();
