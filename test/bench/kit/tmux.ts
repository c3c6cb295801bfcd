import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { own } from './belongings.ts';
import { OuterTerminal } from './outer-terminal.ts';
import { Pane, paneCommand } from './pane.ts';

const run = promisify(execFile);
let servers = 0;

/** Whether tmux is installed: its version, or null. */
export async function tmuxVersion(): Promise<string | null> {
  try {
    return (await run('tmux', ['-V'])).stdout.trim();
  } catch {
    return null;
  }
}

export interface TmuxOptions {
  readonly folder: string;
  readonly panes: number;
  readonly columns: number;
  readonly rows: number;
  /** All panes in sight at once, or each in a window of its own with the first in sight. */
  readonly layout?: 'tiled' | 'windows';
  /** The first pane runs this shell command and takes no orders. */
  readonly shell?: string;
}

/** A tmux server of our own with the same panes; without anybody's configuration. */
export class Tmux implements AsyncDisposable {
  readonly panes: Pane[] = [];
  serverPid = 0;
  readonly #name: string;
  readonly #options: TmuxOptions;
  readonly #close: () => Promise<void>;

  private constructor(options: TmuxOptions) {
    this.#options = options;
    this.#name = `bench-${process.pid}-${++servers}`;
    this.#close = own(async () => {
      // Without a server there is nothing to end, and tmux says so as an error.
      await this.command('kill-server').catch(() => '');
      while (isThere(this.serverPid)) await pause(10);
    });
  }

  static async open(options: TmuxOptions): Promise<Tmux> {
    const tmux = new Tmux(options);
    const { columns, rows, panes } = options;
    const asWeKeep = ['start-server', ';', 'set', '-g', 'history-limit', '1000', ';'];
    await tmux.command(
      ...asWeKeep,
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      options.shell ?? tmux.#pane(),
    );
    tmux.serverPid = Number(await tmux.command('display-message', '-p', '#{pid}'));
    await tmux.addPanes(panes - 1);
    await Promise.all(tmux.panes.map((pane) => pane.ready()));
    return tmux;
  }

  /** Opens more panes and waits until they run. */
  async addPanes(count: number): Promise<Pane[]> {
    const before = this.panes.length;
    for (let index = 0; index < count; index++) {
      if (this.#options.layout === 'tiled') {
        await this.command('split-window', '-d', this.#pane());
        await this.command('select-layout', 'tiled');
      } else await this.command('new-window', '-d', this.#pane());
    }
    const added = this.panes.slice(before);
    await Promise.all(added.map((pane) => pane.ready()));
    return added;
  }

  /** The first pane. */
  get pane(): Pane {
    const [first] = this.panes;
    if (first === undefined) throw new Error('tmux has no pane');
    return first;
  }

  /** Runs a tmux command and gives what it prints. */
  async command(...words: string[]): Promise<string> {
    return (await run('tmux', [...this.#server(), ...words], { env: this.#env() })).stdout.trim();
  }

  /** A client without a terminal that asks the server something cheap and gives how long the answer took, ms. */
  pinger(): AsyncDisposable & { ping(): Promise<number> } {
    const words = ['-C', 'attach-session', '-f', 'no-output'];
    const client = spawn('tmux', [...this.#server(), ...words], {
      env: this.#env(),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: client.stdout });
    let asked = 0;
    return {
      async ping() {
        const wanted = `answer-${++asked}`;
        const answered = new Promise<void>((resolve) => {
          const look = (line: string): void => {
            if (line !== wanted) return;
            lines.off('line', look);
            resolve();
          };
          lines.on('line', look);
        });
        const begun = performance.now();
        client.stdin.write(`display-message -p ${wanted}\n`);
        await answered;
        return performance.now() - begun;
      },
      [Symbol.asyncDispose]: own(async () => {
        client.stdin.end();
        if (client.exitCode === null) await once(client, 'exit');
      }),
    };
  }

  /** A client in a terminal of its own, drawn. */
  async attach(): Promise<OuterTerminal> {
    const outer = this.attaching();
    await outer.shows('[0]');
    await outer.quiet(200);
    return outer;
  }

  /** The same, not waited for. */
  attaching(): OuterTerminal {
    const { columns, rows, folder } = this.#options;
    return new OuterTerminal({
      command: ['tmux', ...this.#server(), 'attach-session'],
      cwd: folder,
      env: this.#env(),
      columns,
      rows,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  #server(): string[] {
    return ['-L', this.#name, '-f', '/dev/null'];
  }

  #env(): Record<string, string> {
    const kept = Object.entries(process.env).filter(([name]) => !/^(TMUX|STY|NODE_|npm_)/.test(name));
    const env = Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
    return { ...env, TMUX_TMPDIR: this.#options.folder, LANG: 'C.UTF-8' };
  }

  #pane(): string {
    const pipe = join(this.#options.folder, `${this.#name}-${this.panes.length}`);
    this.panes.push(new Pane(pipe));
    return paneCommand(pipe);
  }
}

function isThere(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
