/**
 * A full screen that says which process it is, how large, and what was typed last; `q` leaves it. For a pty in a test; the
 * argument is the folder of the terminal records.
 */
import { takeTerminal } from '../../src/cli/take-terminal.ts';
import { openTerminal } from '../../src/tty/terminal.ts';

const record = takeTerminal(process.argv[2] ?? '');
const terminal = openTerminal({
  stdin: process.stdin,
  stdout: process.stdout,
  env: process.env,
  record,
  onHangup: () => void terminal.close(),
});
terminal.setKittyKeyboard(5);
terminal.setMouse('any');
let typed = '';

function show(): void {
  const { columns, rows } = terminal.size;
  terminal.chrome.stdout.write(`\x1b[?25l\x1b[2J\x1b[Hpid ${process.pid} size ${columns}x${rows}\n${typed}`);
}

terminal.onResize(show);
terminal.onEvent((event) => {
  if (event.kind === 'text' && event.text === 'q') {
    void terminal.close();
    return;
  }
  typed = event.kind === 'text' ? event.text : event.kind === 'key' ? event.name : event.kind;
  show();
});
show();
