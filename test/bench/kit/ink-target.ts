import type { RenderOptions } from 'ink';

import { VirtualStdin, VirtualStdout } from '../../../src/tty/virtual-tty.ts';
import { fullSize } from './signalbox.ts';

/** A terminal for Ink that only hands on what is written: drawing it on a screen is not Ink's cost. */
export function inkTarget(onWrite: (bytes: string) => void): { readonly options: RenderOptions; close(): void } {
  const stdout = new VirtualStdout({ ...fullSize, depth: 'truecolor', onChange: () => undefined }, onWrite);
  const stdin = new VirtualStdin();
  const quiet = { interactive: true, patchConsole: false, exitOnCtrlC: false };
  return { options: { stdout, stdin, ...quiet, maxFps: 1000 }, close: () => void stdin.push(null) };
}
