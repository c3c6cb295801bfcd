/** Takes the terminal's modes and leaves in the way its argument says; for a pty in a test. */
import { TerminalModes } from '../../src/tty/modes/terminal-modes.ts';

const modes = new TerminalModes({
  stdin: process.stdin,
  fd: process.stdout.fd,
  mouse: 'drag',
  write: (bytes) => void process.stdout.write(bytes),
});
modes.enter();
modes.setKittyKeyboard(5);
modes.setMouse('any');
modes.setCursorShape(5);
process.stdin.resume();
// A frame that was cut in the middle.
process.stdout.write('\x1b[?2026h\x1b[?7l\x1b[31mhalf a frame \x1b[38;2;');

const ways: Record<string, () => void> = {
  leave: () => {
    modes.leave();
    modes.leave();
    process.stdin.pause();
  },
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('thrown on purpose');
  },
  report: () => {
    process.on('uncaughtException', (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(4);
    });
    throw new Error('thrown on purpose');
  },
  reject: () => void Promise.reject(new Error('rejected on purpose')),
  SIGTERM: () => process.kill(process.pid, 'SIGTERM'),
  SIGINT: () => process.kill(process.pid, 'SIGINT'),
  SIGQUIT: () => process.kill(process.pid, 'SIGQUIT'),
  SIGHUP: () => process.kill(process.pid, 'SIGHUP'),
};
const way = ways[process.argv[2] ?? ''];
if (way === undefined) throw new Error('no such way out');
setImmediate(way);
