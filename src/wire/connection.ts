import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { ZodType } from 'zod';
import { Fault, faultCodes } from '../core/fault.ts';
import { lineSplitter } from './lines.ts';
import { type Notification, notificationSchema, replySchema } from './notifications.ts';
import { refuseForeignFolder } from './private-folder.ts';
import { type Params, type RequestName, type Result, requests } from './requests.ts';

/** The table again, typed so that a name leads to its own result. */
const results: { [Name in RequestName]: { result: ZodType<Result<Name>> } } = requests;

interface Pending {
  readonly name: RequestName;
  resolve(result: unknown): void;
  reject(reason: unknown): void;
}

/** One client's end of a socket to the daemon. Requests may overlap; answers come in any order. */
export class Connection {
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(notification: Notification) => void>();
  #nextCall = 1;
  #closed = false;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;

  constructor(socket: Socket) {
    this.#socket = socket;
    const split = lineSplitter((line) => this.#receive(line));
    socket.on('data', (chunk: Buffer) => {
      try {
        split(chunk);
      } catch (thrown) {
        socket.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    });
    const ended = Promise.withResolvers<void>();
    this.closed = ended.promise;
    // 'close' always follows 'error', and is where both are dealt with.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#closed = true;
      for (const pending of this.#pending.values()) pending.reject(lostConnection());
      this.#pending.clear();
      ended.resolve();
    });
  }

  /** Asks the daemon. Throws the daemon's `Fault`, a `Fault` 'daemon' when the connection ends first, or 'protocol'. */
  async request<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Result<Name>> {
    if (this.#closed) throw lostConnection();
    const call = this.#nextCall++;
    const answer = Promise.withResolvers<unknown>();
    this.#pending.set(call, { name, resolve: answer.resolve, reject: answer.reject });
    this.#socket.write(`${JSON.stringify({ call, name, params })}\n`);
    return parseResult(name, await answer.promise);
  }

  /** Calls `listener` for each notification from now on; the returned function ends that. */
  onNotification(listener: (notification: Notification) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#socket.end();
    this.#socket.destroySoon();
  }

  #receive(line: string): void {
    const message: unknown = JSON.parse(line);
    // Most of what comes is pictures: none of them is first tried as something else.
    if (typeof message === 'object' && message !== null && 'notify' in message) {
      const notification = notificationSchema.parse(message);
      for (const listener of this.#listeners) listener(notification);
      return;
    }
    const reply = replySchema.parse(message);
    const pending = this.#pending.get(reply.reply);
    if (pending === undefined) return;
    this.#pending.delete(reply.reply);
    if ('fault' in reply) {
      const { code, message: text, hint } = reply.fault;
      pending.reject(new Fault({ code: faultCodes.find((known) => known === code) ?? 'bug', message: text, hint }));
    } else pending.resolve(reply.result);
  }
}

/**
 * Connects to a daemon's socket. Rejects with the system's error (ENOENT, ECONNREFUSED) when nobody listens.
 * @throws Fault 'environment' when the socket's folder is another user's
 */
export async function openConnection(path: string): Promise<Connection> {
  refuseForeignFolder(dirname(path));
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return new Connection(socket);
}

function parseResult<Name extends RequestName>(name: Name, result: unknown): Result<Name> {
  const parsed = results[name].result.safeParse(result);
  if (parsed.success) return parsed.data;
  throw new Fault(
    {
      code: 'protocol',
      message: `the daemon's answer to ${name} is not understood`,
      hint: 'it may be of another version: signalbox daemon stop',
    },
    { cause: parsed.error },
  );
}

function lostConnection(): Fault {
  return new Fault({ code: 'daemon', message: 'the connection to the daemon was lost', hint: 'run the command again' });
}
