import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { attachHolder } from '../../src/runner/attach-holder.ts';
import type { AttachedHolder } from '../../src/runner/attach-holder.ts';
import type { ExitRecord, Resized } from '../../src/runner/protocol/holder-messages.ts';
import { endProcesses, endProcessGroup, findMarkedProcesses } from '../../src/runner/process/process-tree.ts';
import { openLog } from '../../src/runner/log/log-reader.ts';
import type { RunLog } from '../../src/runner/log/log-reader.ts';
import { readHello } from '../../src/runner/holder/run-files.ts';
import { startHolder } from '../../src/runner/start-holder.ts';
import type { StartedRun, StartOptions } from '../../src/runner/start-holder.ts';

/** A client that keeps all it was told. */
export class Client {
  output = Buffer.alloc(0);
  refused = 0;
  /** What was told, in order. */
  readonly sizes: Resized[] = [];
  readonly unread: number[] = [];
  /** Where output that did not follow on the one before would have shown. */
  gaps: string[] = [];
  readonly exit: Promise<ExitRecord>;
  readonly closed: Promise<void>;
  #from: number;
  #holder: AttachedHolder | undefined;
  #told: (exit: ExitRecord) => void = () => undefined;
  #ended: () => void = () => undefined;
  #waiting: { readonly met: () => boolean; readonly resolve: () => void }[] = [];

  constructor(from: number) {
    this.#from = from;
    this.exit = new Promise((resolve) => (this.#told = resolve));
    this.closed = new Promise((resolve) => (this.#ended = resolve));
  }

  static async attach(run: StartOptions, from = 0): Promise<Client> {
    const client = new Client(from);
    const holder = await attachHolder({
      socket: run.socket,
      nonce: run.nonce,
      from,
      onOutput: (offset, bytes) => client.#append(offset, bytes),
      onExit: (exit) => client.#told(exit),
      onClosed: () => client.#ended(),
      onResized: (size) => {
        const at = client.#from + client.output.length;
        if (size.offset !== at) client.gaps.push(`size at ${size.offset}, not ${at}`);
        client.sizes.push(size);
        client.#look();
      },
      onUnread: (bytes) => {
        client.unread.push(bytes);
        client.#look();
      },
      onRefused: (bytes) => {
        client.refused += bytes;
        client.#look();
      },
    });
    if (holder.kind === 'gone') throw new Error('the holder is gone');
    client.#holder = holder;
    return client;
  }

  get holder(): AttachedHolder {
    if (this.#holder === undefined) throw new Error('not attached');
    return this.#holder;
  }

  /** Resolves when this has become true by what was received. */
  async until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ met, resolve });
      this.#look();
    });
  }

  async shows(text: string): Promise<void> {
    return this.until(() => this.output.includes(text));
  }

  #append(offset: number, bytes: Buffer): void {
    const expected = this.#from + this.output.length;
    if (offset !== expected) this.gaps.push(`${offset} after ${expected}`);
    this.output = Buffer.concat([this.output, bytes]);
    this.#look();
  }

  #look(): void {
    const met = this.#waiting.filter((one) => one.met());
    this.#waiting = this.#waiting.filter((one) => !met.includes(one));
    for (const one of met) one.resolve();
  }
}

/** A run in a directory of its own. Whatever is left of it is ended with the test. */
export class Run {
  readonly dir = mkdtempSync(join(tmpdir(), 'sb-run-'));
  readonly options: StartOptions;

  constructor(argv: readonly [string, ...string[]], more: Partial<StartOptions> = {}) {
    this.options = {
      runDir: join(this.dir, 'run'),
      socket: join(this.dir, 'sock', 's'),
      id: '7',
      nonce: randomUUID(),
      argv,
      cwd: this.dir,
      env: { PATH: process.env['PATH'] ?? '', HOME: this.dir },
      columns: 80,
      rows: 24,
      ...more,
    };
  }

  async start(): Promise<StartedRun> {
    return startHolder(this.options);
  }

  async attach(from = 0): Promise<Client> {
    return Client.attach(this.options, from);
  }

  log(): RunLog {
    return openLog(this.options.runDir);
  }

  /** All that the log keeps. */
  bytes(): Buffer {
    const log = this.log();
    return log.read(log.start, log.end - log.start);
  }

  /** Resolves when this has become true by what the holder wrote to its folder. */
  async grows(met: () => boolean): Promise<void> {
    for await (const _ of watch(this.options.runDir, { overflow: 'ignore' })) if (met()) return;
  }

  /** The holder's process, to be killed. */
  get holderPid(): number {
    const pid = readHello(this.options.runDir)?.holderPid;
    if (pid === undefined) throw new Error('no holder');
    return pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const hello = readHello(this.options.runDir);
    if (hello !== undefined) {
      await endProcesses([{ pid: hello.holderPid, startTime: hello.holderStartTime }], 3_000);
      if (hello.pid !== null && hello.startTime !== null)
        await endProcessGroup({ pid: hello.pid, startTime: hello.startTime, graceMs: 0 });
    }
    await endProcesses(findMarkedProcesses(`SIGNALBOX_RUN=${this.options.nonce}`), 0);
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Starts a shell script under a holder and attaches to it. */
export async function openShell(script: string, more?: Partial<StartOptions>): Promise<{ run: Run; client: Client }> {
  const run = new Run(['/bin/sh', '-c', script], more);
  await run.start();
  return { run, client: await run.attach() };
}
