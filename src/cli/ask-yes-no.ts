import { createInterface } from 'node:readline/promises';
import type { Shell } from './shell.ts';

/** Asks the person at the terminal; anything but a clear yes is a no, and so is the end of input. */
export async function askYesNo(shell: Shell, question: string): Promise<boolean> {
  const lines = createInterface({ input: shell.stdin, output: shell.stdout });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
