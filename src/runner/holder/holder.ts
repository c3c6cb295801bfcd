import { rmSync } from 'node:fs';

import type { ExitRecord, Hello, StartRequest } from './holder-messages.ts';
import { protocolVersion } from './holder-messages.ts';
import { processStartTime } from '../process/process-tree.ts';
import { claimJson, runFiles, writeJson } from './run-files.ts';
import type { RunFiles } from './run-files.ts';
import { startAgent } from './agent-process.ts';
import type { AgentProcess } from './agent-process.ts';
import { checkCommand } from './check-command.ts';
import { childEnvironment } from './child-environment.ts';
import { HolderServer } from './holder-server.ts';
import { listen } from './listen.ts';
import { OutputLog } from './output-log.ts';

/** How long a program that has ended waits for its first client. */
const firstClientMs = 10_000;

/** How long an exit waits for a client that is connected and does not acknowledge it. */
const acknowledgeLimitMs = 24 * 60 * 60 * 1000;

/** What a program gets after SIGHUP, when the holder itself was told to go. */
const hangupGraceMs = 2_000;

/** How long a client gets to read what was sent to it. */
const lastWordsMs = 2_000;

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

/** Owns one program in one pty from its start until its exit is recorded and told. */
export class Holder {
  readonly #request: StartRequest;
  readonly #files: RunFiles;
  readonly #log: OutputLog;
  readonly #server: HolderServer;
  #agent: AgentProcess | undefined;
  #hello: Hello;
  #exited = false;
  #ending = false;

  private constructor(runDir: string, request: StartRequest) {
    this.#request = request;
    this.#files = runFiles(runDir);
    this.#hello = helloOf(request, undefined);
    this.#log = new OutputLog(this.#files.output, {
      appended: (offset, bytes) => this.#server.appended(offset, bytes),
      stalled: (stalled) => this.#agent?.pause(stalled),
    });
    this.#server = new HolderServer(
      () => ({
        log: this.#log,
        agent: this.#agent,
        hello: this.#hello,
        resized: (columns, rows) => this.#resize(columns, rows),
      }),
      () => this.#end(),
    );
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
    holder.#spawn();
    return holder;
  }

  /** Ends the program as a closed terminal does, records its exit, and goes. */
  terminate(): void {
    this.#ending = true;
    if (this.#exited) this.#end();
    this.#agent?.signal('SIGHUP');
    setTimeout(() => this.#agent?.signal('SIGKILL'), hangupGraceMs);
    // On a full disk the exit can't be recorded: the run is lost, and says so by having none.
    setTimeout(() => process.exit(1), 2 * hangupGraceMs);
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
        output: (bytes) => this.#log.append(bytes),
        exited: (exit, signal) => this.#recordExit({ exit, signal, at: new Date().toISOString() }),
      },
    );
    this.#hello = helloOf(this.#request, this.#agent);
    writeJson(this.#files.hello, this.#hello);
  }

  #resize(columns: number, rows: number): void {
    this.#agent?.resize(columns, rows);
    this.#hello = { ...this.#hello, columns, rows };
  }

  #recordExit(exit: ExitRecord): void {
    this.#log.settled(() => {
      writeJson(this.#files.exit, exit);
      this.#exited = true;
      this.#server.exited(exit);
      // The files are the truth: without a client there is nobody to wait for, whether or not one has acknowledged.
      if (this.#ending) this.#end();
      else this.#server.whenAlone(firstClientMs, () => this.#end());
      setTimeout(() => this.#end(), acknowledgeLimitMs);
    });
  }

  #end(): void {
    this.#server.close(() => process.exit(0));
    // A client that is stopped never closes its end.
    setTimeout(() => process.exit(0), lastWordsMs);
  }
}
