import { closeSync, constants as constantsOfFiles, openSync, readSync } from 'node:fs';
import { constants } from 'node:os';
import { Readable } from 'node:stream';
import { hasCode } from '../../core/has-code.ts';

import pty from 'node-pty';
import type { IPty } from 'node-pty';

import { InputWriter } from './input-writer.ts';
import { withHigherOomScore } from './oom-score.ts';

export interface AgentCommand {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly columns: number;
  readonly rows: number;
}

export interface AgentListener {
  readonly output: (bytes: Buffer) => void;
  /** So many bytes of input wait, because the program does not read; 0 when it has taken all. */
  readonly unread: (bytes: number) => void;
  /** After the last output. One of the two is null. */
  readonly exited: (exit: number | null, signal: string | null) => void;
}

/** The one program of a holder, in its pty. Nothing here throws because the program has ended meanwhile. */
export interface AgentProcess {
  /** Leads its own session and process group. */
  readonly pid: number;
  /** Whether so many bytes of input would be kept until the program reads. */
  readonly hasRoom: (bytes: number) => boolean;
  /** False when the input was refused: the program does not read. */
  readonly write: (bytes: Buffer) => boolean;
  /** What the program wrote before is given as output first. */
  readonly resize: (columns: number, rows: number) => void;
  /** Sends a signal to the whole process group. */
  readonly signal: (signal: string) => void;
  readonly pause: (paused: boolean) => void;
}

/** The pty's descriptor. node-pty has it and does not declare it. */
function descriptorOf(terminal: IPty): number {
  const fd: unknown = Reflect.get(terminal, 'fd');
  if (typeof fd !== 'number') throw new TypeError('this node-pty does not show the descriptor of its pty');
  return fd;
}

/** Read before a resize at the most: a program that writes on and on is not to keep us. */
const drainedBeforeResize = 256 * 1024;

/** Reads what the pty still holds, until it holds nothing or `limit` is reached. */
function drain(fd: number, output: (bytes: Buffer) => void, limit = Infinity): void {
  for (let read = 0; read < limit;) {
    const bytes = Buffer.allocUnsafe(64 * 1024);
    try {
      const length = readSync(fd, bytes);
      if (length === 0) return;
      read += length;
      output(bytes.subarray(0, length));
    } catch (error) {
      if (hasCode(error, 'EIO', 'EAGAIN', 'EBADF')) return;
      throw error;
    }
  }
}

/**
 * node-pty closes the pty 200 ms after the program has ended, whether or not all was read: on a busy machine, or while a
 * full disk makes us pause, the last output would be lost. So the rest is read right before it closes.
 */
function drainBeforeClose(terminal: IPty, rest: () => void): void {
  const socket: unknown = Reflect.get(terminal, '_socket');
  if (!(socket instanceof Readable)) return;
  const destroy: unknown = Reflect.get(socket, 'destroy');
  if (typeof destroy !== 'function') return;
  let closed = false;
  Reflect.set(socket, 'destroy', (...parameters: unknown[]) => {
    if (!closed) {
      closed = true;
      // A paused stream may hold a piece that came before the rest; reading it makes it an event like any other.
      while (socket.read() !== null);
      rest();
    }
    const result: unknown = Reflect.apply(destroy, socket, parameters);
    return result;
  });
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

/**
 * Holds the program's side of the pty open too: when a program closes all that it has of its terminal and works on, the
 * system would report the end of the pty, node-pty would close it, and that would end the program. Returns what lets go.
 */
function holdOpen(terminal: IPty): () => void {
  const path: unknown = Reflect.get(terminal, '_pty');
  if (typeof path !== 'string') throw new TypeError('this node-pty does not show the name of its pty');
  // It must not become the terminal of this process.
  const fd = openSync(path, constantsOfFiles.O_RDWR | constantsOfFiles.O_NOCTTY);
  return () => closeSync(fd);
}

/** Starts a program in a new pty. Check the command first: a bad one is reported by nobody. */
export function startAgent(command: AgentCommand, listener: AgentListener): AgentProcess {
  const { argv, cwd, env, columns, rows } = command;
  const terminal = withHigherOomScore(() =>
    pty.spawn(argv[0], argv.slice(1), { cwd, env, cols: columns, rows, encoding: null }),
  );
  const fd = descriptorOf(terminal);
  const letGo = holdOpen(terminal);
  const input = new InputWriter(fd, listener.unread);
  let running = true;
  /** Once it is closed, its number may be that of another file. */
  let open = true;
  let paused = false;

  terminal.onData((data: unknown) => listener.output(Buffer.isBuffer(data) ? data : Buffer.from(String(data))));
  drainBeforeClose(terminal, () => {
    open = false;
    input.close();
    // First: what was written last is all there to read once nobody can write any more.
    letGo();
    drain(fd, listener.output);
  });
  terminal.onExit(({ exitCode, signal }) => {
    running = false;
    input.close();
    if (signal) listener.exited(null, signalName(signal));
    else listener.exited(exitCode, null);
  });

  return {
    pid: terminal.pid,
    hasRoom: (bytes) => input.hasRoom(bytes),
    write: (bytes) => input.push(bytes),
    resize: (toColumns, toRows) => {
      if (!open) return;
      // While paused, the stream may hold a piece that comes before what the pty holds.
      if (!paused) drain(fd, listener.output, drainedBeforeResize);
      try {
        terminal.resize(toColumns, toRows);
      } catch (error) {
        // Ended, and not yet told: node-pty gives the system's message and no code.
        if (!(error instanceof Error) || !error.message.includes('ioctl')) throw error;
      }
    },
    signal: (name) => {
      const known = Object.entries(constants.signals).find(([signal]) => signal === name);
      if (!running || known === undefined) return;
      try {
        process.kill(-terminal.pid, known[1]);
      } catch (error) {
        if (!hasCode(error, 'ESRCH')) throw error;
      }
    },
    pause: (wanted) => {
      paused = wanted;
      if (paused) terminal.pause();
      else terminal.resume();
    },
  };
}
