import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

const limit = 2000;

/** Runs stty on the terminal behind a descriptor; undefined when it could not do it. */
function stty(fd: number, words: readonly string[]): string | undefined {
  const ran = spawnSync('stty', words, { stdio: [fd, 'pipe', 'ignore'], encoding: 'utf8', timeout: limit });
  return ran.status === 0 ? ran.stdout.trim() : undefined;
}

/**
 * The settings of a terminal's line (echo, line editing, signals from keys), in the form that `restoreLine` takes;
 * undefined where there is no stty. Takes 2 to 3 ms.
 */
export function readLine(fd: number): string | undefined {
  return stty(fd, ['-g']);
}

/** Begins to read the settings while the program goes on; the result says them once they are there. */
export function readLineMeanwhile(fd: number): { readonly settings: string | undefined } {
  const read: { settings: string | undefined } = { settings: undefined };
  const child = spawn('stty', ['-g'], { stdio: [fd, 'pipe', 'ignore'] });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  // Where there is no stty, whoever needs the settings finds that out again.
  child.on('error', () => undefined);
  child.on('close', (status) => {
    if (status === 0) read.settings = text.trim();
  });
  return read;
}

/** Whether a program has the line to itself: keys come one by one, as no shell leaves it. */
export function isLineRaw(fd: number): boolean {
  return stty(fd, ['-a'])?.includes('-icanon') ?? false;
}

/** Gives a line its settings back, or sane ones when there are none or the terminal refuses them; says which. */
export function restoreLine(fd: number, settings: string | undefined): 'saved' | 'sane' | 'failed' {
  // What begins with a dash would be an option; nothing that stty prints does.
  if (settings !== undefined && !settings.startsWith('-') && stty(fd, [settings]) !== undefined) return 'saved';
  return stty(fd, ['sane']) === undefined ? 'failed' : 'sane';
}

/**
 * Keeps what `restoreLine` did: Node gives each terminal the settings back, when it ends, that it had when it began.
 * From the program's end on its output goes nowhere.
 */
export function keepLineAtExit(): void {
  process.on('exit', () => {
    for (const fd of [0, 1, 2]) {
      if (!isatty(fd)) continue;
      closeSync(fd);
      // The lowest free number is the one just closed; Node leaves a descriptor alone that is another file now.
      openSync('/dev/null', 'r+');
    }
  });
}
