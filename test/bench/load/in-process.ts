/** A pane whose terminal and screen live in one process, as a program without holders would have it: `in-process.ts PIPE`. */
import { spawn } from 'node-pty';

import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { paneCommand } from '../kit/pane.ts';

const screen = new HeadlessScreen({ columns: 100, rows: 30 });
const pty = spawn('sh', ['-c', paneCommand(process.argv[2] ?? '')], { cols: 100, rows: 30, encoding: null });
pty.onData((data: unknown) => screen.feed(Buffer.isBuffer(data) ? data : String(data)));
process.on('SIGTERM', () => pty.kill());
pty.onExit(() => process.exit(0));
