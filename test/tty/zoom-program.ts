/**
 * A session in zoom without a daemon: a shell command in a terminal of its own, full screen in this one. For a pty in a
 * test; the argument is the command. The detach key leaves.
 */
import { spawn } from 'node-pty';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { CellGrid } from '../../src/tty/cells.ts';
import { systemClock } from '../../src/tty/clock.ts';
import { DetachKey } from '../../src/tty/detach-key.ts';
import { openTerminal } from '../../src/tty/terminal.ts';
import { zoomKeys } from '../../src/tty/zoom-keys.ts';

const terminal = openTerminal({ stdin: process.stdin, stdout: process.stdout, env: process.env });
const { columns, rows } = terminal.size;
// The session's screen begins below and right of the terminal's corner.
const rect = { row: 1, column: 2, rows: rows - 1, columns: columns - 2 };
const screen = new HeadlessScreen({ ...rect, onReply: (bytes) => pty.write(bytes) });
const tracker = screen.track();
const grid = new CellGrid(rect.columns, rect.rows);
const pty = spawn('/bin/sh', ['-c', process.argv[2] ?? ''], { cols: rect.columns, rows: rect.rows, encoding: null });

pty.onData((data: string | Buffer) => {
  screen.feed(data);
  const change = tracker.take();
  if (change === undefined) return;
  grid.apply(change);
  terminal.setKittyKeyboard(change.modes.kittyKeyboard);
  terminal.setMouse(change.modes.mouse === 'any' ? 'any' : 'drag');
  terminal.setTiles({ tiles: [{ id: '1', rect, grid, crop: { row: 0, column: 0 } }] });
});
pty.onExit(() => void terminal.close());

const detach = new DetachKey({ clock: systemClock, onDetach: () => pty.kill('SIGKILL') });
terminal.onEvent((event) => {
  if (detach.take(event) !== 'session') return;
  const bytes = zoomKeys(event, { modes: screen.modes, rect, spoken: terminal.kittySpoken });
  if (bytes === undefined) return;
  pty.write(bytes);
  terminal.keySent();
});
