import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { type House, openHouse } from '../../kit/house.ts';
import { type Connection, openConnection } from '../../../src/wire/connection.ts';
import { placesOf } from '../../../src/wire/places.ts';
import type { Files } from '../../kit/repository.ts';
import { own } from './belongings.ts';
import { OuterTerminal } from './outer-terminal.ts';
import { Pane, paneCommand } from './pane.ts';
import { processes } from './process-cost.ts';

const launcher = resolve(import.meta.dirname, '../../../src/signalbox.js');
const daemonProgram = resolve(import.meta.dirname, '../../../dist/daemon/daemon-main.js');

/** Size of the person's terminal in every measure that does not say otherwise. */
export const fullSize = { columns: 200, rows: 60 };

/** A shell that a person types into; its prompt is unmistakable. */
export const interactiveShell = 'PS1="READY> " exec bash --norc --noprofile -i';

/** What a session's screen was last sent as, by row number. */
export interface WatchedScreen {
  readonly rows: number;
  readonly changed: readonly (readonly [row: number, content: readonly { readonly text: string }[]])[];
}

/** The product as it is used: a daemon, a trusted repository, sessions. All that the benchmark knows of it is in here. */
export class Signalbox implements AsyncDisposable {
  readonly house: House;
  readonly panes: Pane[] = [];
  daemonPid = 0;
  readonly #close: () => Promise<void>;

  private constructor(house: House, close: () => Promise<void>) {
    this.house = house;
    this.#close = close;
  }

  /** Opens a house with so many sessions, each a pane, and these files in its repository. */
  static async open(sessions: number, files: Files = { 'a.txt': 'one\n' }): Promise<Signalbox> {
    let opening: Promise<House> | null = null;
    const close = own(async () => (await opening)?.[Symbol.asyncDispose]());
    opening = openHouse({
      files,
      agents: {
        pane: paneCommand('$HOUSE_STEPS/pane-$SIGNALBOX_ID'),
        shell: interactiveShell,
        edit: 'eval "$SIGNALBOX_TITLE"',
      },
      person: 'cap: 64\nreview_limit: 64\n',
    });
    const signalbox = new Signalbox(await opening, close);
    signalbox.daemonPid = await signalbox.house.daemonPid();
    await signalbox.addPanes(sessions);
    return signalbox;
  }

  /** Starts more sessions, each a pane, and waits until they run. */
  async addPanes(count: number): Promise<Pane[]> {
    const ids: number[] = [];
    for (let index = 0; index < count; index++) ids.push(await this.house.start('pane', { agent: 'pane' }));
    const panes = ids.map((id) => new Pane(join(this.house.env['HOUSE_STEPS'] ?? '', `pane-${id}`)));
    await Promise.all(ids.map((id) => this.house.reaches(id, 'working')));
    await Promise.all(panes.map((pane) => pane.ready()));
    this.panes.push(...panes);
    return panes;
  }

  /** The first pane. */
  get pane(): Pane {
    const [first] = this.panes;
    if (first === undefined) throw new Error('the house has no pane');
    return first;
  }

  /** Starts a session whose program is an interactive shell, and gives its number. */
  async addShell(): Promise<number> {
    const id = await this.house.start('shell', { agent: 'shell' });
    await this.house.reaches(id, 'working');
    return id;
  }

  /** Has a session run a shell command in its worktree and waits until that can be reviewed. */
  async addEdit(command: string): Promise<void> {
    await this.house.reaches(await this.house.start(command, { agent: 'edit' }), 'ready');
  }

  /** The dashboard in a terminal of its own, its board drawn. */
  async dashboard(size = fullSize): Promise<OuterTerminal> {
    const outer = this.terminal([], size);
    await outer.shows(boardIsDrawn);
    return outer;
  }

  /** The dashboard zoomed into a session, drawn. */
  async zoomed(session: number, size = fullSize): Promise<OuterTerminal> {
    const outer = this.terminal(['attach', String(session)], size);
    await outer.shows('ctrl-] back');
    await outer.quiet(200);
    return outer;
  }

  /** A command of the program in a terminal of its own. */
  terminal(words: readonly string[], size = fullSize): OuterTerminal {
    return new OuterTerminal({
      command: this.program(words),
      cwd: this.house.repo.root,
      env: this.house.env,
      ...size,
    });
  }

  /** The program's command line. */
  program(words: readonly string[]): [string, ...string[]] {
    return [process.execPath, launcher, ...words];
  }

  /** The processes that keep the agents of this house. */
  holderPids(): number[] {
    return processes()
      .filter(({ command }) => command.includes('holder-main.js') && command.includes(this.house.repo.folder))
      .map(({ pid }) => pid);
  }

  /** Daemon and holders. */
  pids(): number[] {
    return [this.daemonPid, ...this.holderPids()];
  }

  /** A connection of its own to the daemon. */
  connect(): Promise<Connection> {
    return openConnection(placesOf(this.house.env).controlSocket);
  }

  /** Asks the daemon something cheap and gives how long the answer took, ms. */
  async ping(): Promise<number> {
    const begun = performance.now();
    await this.house.connection.request('daemon/status', {});
    return performance.now() - begun;
  }

  /** Types into a session as a client does. */
  async type(session: number, bytes: Buffer): Promise<void> {
    await this.house.connection.request('screen/type', { session, bytes: bytes.toString('base64') });
  }

  /** Plain text of all output of a session. */
  async output(session: number): Promise<string> {
    const { text } = await this.house.connection.request('session/log', { session, check: null, limit: 8_000_000 });
    return text;
  }

  /** What a session's screen shows now, as text. */
  async screenText(session: number): Promise<string> {
    const connection = await this.connect();
    const rows: string[] = [];
    const shown = Promise.withResolvers<void>();
    connection.onNotification((notification) => {
      if (notification.notify !== 'screen') return;
      for (const [row, content] of notification.change.changed) rows[row] = content.map(({ text }) => text).join('');
      shown.resolve();
    });
    await connection.request('screen/watch', { sessions: [session] });
    await shown.promise;
    // A screen may come in pieces; what is late has had its time.
    await pause(150);
    connection.close();
    return rows.map((row) => (row ?? '').trimEnd()).join('\n');
  }

  /** Kills the daemon without a warning and starts it again. */
  async killDaemon(): Promise<void> {
    await this.house.killDaemon();
    await this.house.connect();
    this.daemonPid = await this.house.daemonPid();
  }

  /** Ends the daemon; its agents go on. */
  async stopDaemon(): Promise<void> {
    await this.house.cli('daemon', 'stop');
  }

  /** Connects again to a daemon that was stopped or started beside the house. */
  async reconnect(): Promise<void> {
    await this.house.connect();
    this.daemonPid = await this.house.daemonPid();
  }

  /** How the daemon's own program is started. */
  daemonCommand(): { readonly file: string; readonly words: string[]; readonly env: Record<string, string> } {
    return { file: process.execPath, words: [daemonProgram], env: this.house.env };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** Waits on a connection until each of these sessions has sent a screen that is not empty. */
export async function screensOf(connection: Connection, sessions: readonly number[]): Promise<void> {
  const missing = new Set(sessions);
  const all = Promise.withResolvers<void>();
  const stop = connection.onNotification((notification) => {
    if (notification.notify !== 'screen') return;
    if (isFilled(notification.change)) missing.delete(notification.session);
    if (missing.size === 0) all.resolve();
  });
  await connection.request('screen/watch', { sessions: [...sessions] });
  await all.promise;
  stop();
}

function isFilled({ changed }: WatchedScreen): boolean {
  return changed.some(([, content]) => content.some(({ text }) => text.trim() !== ''));
}

/** The footer is there: the board is drawn whole. */
const boardIsDrawn = /n new.*q quit/;
