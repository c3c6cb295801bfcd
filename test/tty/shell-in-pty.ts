import { execFileSync } from 'node:child_process';

import { type IPty, spawn } from 'node-pty';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';

/**
 * An interactive shell in a real terminal. It is one that leaves the line as programs leave it: what is wrong afterwards
 * was not put right by the shell.
 */
export class ShellInPty implements Disposable {
  readonly screen = new HeadlessScreen({ columns: 90, rows: 24 });
  readonly #pty: IPty;
  readonly #waiting = new Set<() => void>();
  #device = '';
  #ended = false;

  private constructor(env: Record<string, string>) {
    const all = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', PS1: 'ready> ', ...env };
    this.#pty = spawn('/bin/sh', ['-i'], { cols: 90, rows: 24, env: all, encoding: null });
    this.#pty.onData((data: string | Buffer) => {
      this.screen.feed(data);
      for (const look of this.#waiting) look();
    });
    this.#pty.onExit(() => {
      this.#ended = true;
      for (const look of this.#waiting) look();
    });
  }

  static async open(env: Record<string, string> = {}): Promise<ShellInPty> {
    const shell = new ShellInPty(env);
    await shell.until((text) => text.endsWith('ready>'));
    shell.type('tty\n');
    const shown = await shell.until((text) => /^\/dev\/.*\nready>$/m.test(text));
    shell.#device = /^\/dev\/\S+/m.exec(shown)?.[0] ?? '';
    return shell;
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  /** The line's settings as another program reads them. */
  line(): string {
    return execFileSync('stty', ['-a', '-F', this.#device], { encoding: 'utf8' });
  }

  /** Resolves with the screen's text once it is as wanted. */
  until(holds: (text: string) => boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const text = this.screen.text();
        if (!holds(text) && !this.#ended) return;
        this.#waiting.delete(look);
        if (holds(text)) resolve(text);
        else reject(new Error(`the shell has ended: ${text}`));
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The kitty keyboard flags that a program finds on the alternate screen, which has its own. */
  alternateFlags(): number {
    this.screen.feed('\x1b[?1049h');
    const { kittyKeyboard } = this.screen.modes;
    this.screen.feed('\x1b[?1049l');
    return kittyKeyboard;
  }

  /** Resolves when a program was killed; what it left on the screen is not seen any more. */
  async untilKilled(): Promise<void> {
    await this.until((text) => text.includes('Killed'));
    this.screen.feed('\x1b[2J');
  }

  /** From here on the terminal takes no bytes but what fits into its buffer. */
  stopReading(): void {
    this.#pty.pause();
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** The window is closed. */
  [Symbol.dispose](): void {
    this.#waiting.clear();
    this.#pty.kill('SIGHUP');
    this.screen.dispose();
  }
}
