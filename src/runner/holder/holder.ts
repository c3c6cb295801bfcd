import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import type { ExitRecord, Hello, Limits, StartRequest } from '../protocol/holder-messages.ts';
import { protocolVersion } from '../protocol/holder-messages.ts';
import { endBelongings, processStartTime } from '../process/process-tree.ts';
import { claimJson, mayPass, retryMs, runFiles, writeJson } from './run-files.ts';
import type { RunFiles } from './run-files.ts';
import { startAgent } from '../program/agent-process.ts';
import type { AgentProcess } from '../program/agent-process.ts';
import { checkCommand } from '../program/check-command.ts';
import { childEnvironment } from '../program/child-environment.ts';
import { keepReachable } from '../../wire/keep-reachable.ts';
import { HolderServer } from './holder-server.ts';
import type { Held } from './holder-server.ts';
import { Lease } from './lease.ts';
import { listen } from './listen.ts';
import { OutputLog } from '../log/output-log.ts';

/** How long a program that has ended waits for its first client. */
const firstClientMs = 10_000;

/** How long an exit waits for a client that is connected and does not acknowledge it. */
const acknowledgeLimitMs = 24 * 60 * 60 * 1000;

/** What a program gets after SIGHUP, and what is left of it after SIGTERM, when the holder itself was told to go. */
const hangupGraceMs = 2_000;
const terminateGraceMs = 500;

/** How long an exit may take to be recorded, when the disk is full. */
const recordLimitMs = 2_000;

/** How long a client gets to read what was sent to it. */
const lastWordsMs = 2_000;

const megabyte = 1024 * 1024;
const minuteMs = 60_000;

/** The shell's exit status for a command that could not be started. */
const cannotStart = 127;

function helloOf(request: StartRequest, agent: AgentProcess | undefined): Hello {
  const { id, nonce, columns, rows } = request;
  const startTime = agent === undefined ? null : (processStartTime(agent.pid) ?? null);
  return {
    protocol: protocolVersion,
    id,
    nonce,
    pid: startTime === null ? null : (agent?.pid ?? null),
    startTime,
    holderPid: process.pid,
    holderStartTime: processStartTime(process.pid) ?? '',
    columns,
    rows,
  };
}

/** The limits that were asked for; the others by default. */
function limitsOf({
  segmentBytes = 8 * megabyte,
  keptBytes = 64 * megabyte,
  ceilingBytes = 1024 * megabyte,
  leaseMs = 12 * 60 * minuteMs,
  leaseQuietMs = 15 * minuteMs,
}: Limits) {
  return { log: { segmentBytes, keptBytes, ceilingBytes }, lease: { leaseMs, quietMs: leaseQuietMs } };
}

/** Owns one program in one pty from its start until its exit is recorded and told. */
export class Holder {
  readonly #request: StartRequest;
  readonly #files: RunFiles;
  readonly #log: OutputLog;
  readonly #server: HolderServer;
  readonly #lease: Lease;
  readonly #recorded = Promise.withResolvers<void>();
  #agent: AgentProcess | undefined;
  #hello: Hello;
  #exited = false;
  #ending: 'told' | 'lease' | undefined;

  private constructor(runDir: string, request: StartRequest) {
    this.#request = request;
    this.#files = runFiles(runDir);
    this.#hello = helloOf(request, undefined);
    const limits = limitsOf(request);
    const { columns, rows } = request;
    this.#log = new OutputLog(
      { runDir, columns, rows, limits: limits.log },
      {
        appended: (offset, bytes) => this.#server.appended(offset, bytes),
        stalled: (stalled) => this.#agent?.pause(stalled),
      },
    );
    this.#lease = new Lease(limits.lease, () => this.terminate('lease'));
    this.#server = new HolderServer(() => this.#held());
  }

  #held(): Held {
    return {
      log: this.#log,
      agent: this.#agent,
      hello: this.#hello,
      resized: (columns, rows) => this.#resize(columns, rows),
      attended: (attended) => {
        if (!this.#exited) this.#lease.attended(attended);
      },
      acknowledged: () => this.#endWhenDone(),
    };
  }

  /** Claims the run and starts its program; undefined when another holder has claimed it before. */
  static async start(runDir: string, request: StartRequest): Promise<Holder | undefined> {
    const files = runFiles(runDir);
    const claimed = claimJson(files.hello, helloOf(request, undefined));
    rmSync(files.start, { force: true });
    if (!claimed) return undefined;
    const holder = new Holder(runDir, request);
    try {
      await listen(holder.#server.server, request.socket);
    } catch (error) {
      // Nothing was started: the run may be tried again.
      rmSync(files.hello, { force: true });
      throw error;
    }
    holder.#stayReachable();
    holder.#spawn();
    return holder;
  }

  #stayReachable(): void {
    const { server } = this.#server;
    const { socket: path } = this.#request;
    keepReachable({
      path,
      listenAnew: async () => {
        // At the end of a holder its socket goes before it does.
        if (this.#server.closing) return;
        server.close();
        await listen(server, path);
      },
      onFailed: (thrown) => console.error(thrown),
    });
  }

  /** Ends the program as a closed terminal does, and all it has started; records its exit, and goes. */
  terminate(why: 'told' | 'lease'): void {
    if (this.#ending !== undefined) return;
    this.#ending = why;
    void this.#endProgram();
  }

  async #endProgram(): Promise<void> {
    const { pid, startTime, nonce } = this.#hello;
    const leader = pid === null || startTime === null ? undefined : { pid, startTime };
    this.#agent?.signal('SIGHUP');
    if (!this.#exited) await Promise.race([this.#recorded.promise, delay(hangupGraceMs)]);
    await endBelongings({ leader, marker: `SIGNALBOX_RUN=${nonce}`, graceMs: terminateGraceMs });
    await Promise.race([this.#recorded.promise, delay(recordLimitMs)]);
    // On a full disk the exit can't be recorded: the run is lost, and says so by having none.
    if (!this.#exited) process.exit(1);
    this.#end();
  }

  #spawn(): void {
    const { argv, cwd, env, columns, rows } = this.#request;
    const childEnv = childEnvironment(env, this.#request);
    const wrong = checkCommand({ program: argv[0], cwd, path: childEnv['PATH'] });
    if (wrong !== undefined) {
      this.#log.append(Buffer.from(`signalbox: ${wrong}\r\n`));
      this.#recordExit({ exit: cannotStart, signal: null, at: new Date().toISOString() });
      return;
    }
    this.#agent = startAgent(
      { argv, cwd, env: childEnv, columns, rows },
      {
        output: (bytes) => {
          this.#lease.output();
          this.#log.append(bytes);
        },
        unread: (bytes) => this.#server.unread(bytes),
        exited: (exit, signal) => this.#recordExit({ exit, signal, at: new Date().toISOString() }),
      },
    );
    // The disk may have been full before there was a program.
    if (this.#log.stalled) this.#agent.pause(true);
    this.#hello = helloOf(this.#request, this.#agent);
    writeJson(this.#files.hello, this.#hello);
  }

  #resize(columns: number, rows: number): void {
    if (this.#exited) return;
    this.#agent?.resize(columns, rows);
    this.#hello = { ...this.#hello, columns, rows };
    if (this.#log.resized(columns, rows)) this.#server.resized();
  }

  #recordExit(ended: ExitRecord): void {
    const exit: ExitRecord = this.#ending === 'lease' ? { ...ended, by: 'lease' } : ended;
    this.#log.settled(() => {
      try {
        writeJson(this.#files.exit, exit);
      } catch (error) {
        if (!mayPass(error)) throw error;
        setTimeout(() => this.#recordExit(ended), retryMs);
        return;
      }
      this.#tellExit(exit);
    });
  }

  #tellExit(exit: ExitRecord): void {
    this.#exited = true;
    this.#lease.over();
    this.#server.exited(exit);
    this.#recorded.resolve();
    // The files are the truth: without a client there is nobody to wait for, whether or not one has acknowledged.
    this.#server.whenAlone(firstClientMs, () => this.#endWhenDone());
    setTimeout(() => this.#endWhenDone(), acknowledgeLimitMs);
  }

  /** Nobody needs this holder any more. One that was told to go has more to end than itself first. */
  #endWhenDone(): void {
    if (this.#ending === undefined) this.#end();
  }

  #end(): void {
    this.#server.close(() => process.exit(0));
    // A client that is stopped never closes its end.
    setTimeout(() => process.exit(0), lastWordsMs);
  }
}
