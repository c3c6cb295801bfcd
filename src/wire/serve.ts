import { chmodSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket, connect } from 'node:net';
import { dirname } from 'node:path';
import type { ZodType } from 'zod';
import { Fault } from '../core/fault.ts';
import { keepReachable } from './keep-reachable.ts';
import { lineSplitter, maxLineBytes } from './lines.ts';
import { type Notification, type Reply, callSchema } from './notifications.ts';
import { makePrivateFolder } from './private-folder.ts';
import { type Params, type RequestName, type Result, requests } from './requests.ts';

/** One client as the daemon sees it. */
export interface Client {
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal;
  /** Sends a fact; never dropped. A client that lets them pile up beyond all bounds is cut off, and starts anew. */
  notify(notification: Notification): void;
  /** Bytes that wait to be sent: a viewer that is slow gets no more screens until this falls. */
  readonly queuedBytes: number;
}

/** What the daemon does for each request it serves; a refusal is a thrown `Fault`. */
export type Answers<Name extends RequestName> = {
  readonly [N in Name]: (params: Params<N>, client: Client) => Promise<Result<N>> | Result<N>;
};

const shapes: { [Name in RequestName]: { params: ZodType<Params<Name>> } } = requests;

/** What may pile up unsent for one client, bytes: beyond it the client is stopped or broken. */
const mostQueuedBytes = 2 * maxLineBytes;
/** How long a client may take to read what was still on its way when we close, ms. */
const farewellMs = 1000;

interface Serving<Name extends RequestName> {
  readonly path: string;
  readonly answers: Answers<Name>;
  readonly onBug: (thrown: unknown) => void;
}

/** A socket that is listened on. `close` resolves when all clients are gone and nothing is being answered any more. */
export interface Served {
  close(): Promise<void>;
}

/**
 * Listens on a unix socket and answers requests from `answers`; a request that is not in it is refused.
 * `onBug` hears of every error that is no `Fault`. The folder is made 0700, the socket 0600.
 * @throws Fault 'daemon' when another process listens there, 'environment' when the folder is another user's
 */
export async function serve<Name extends RequestName>(options: Serving<Name>): Promise<Served> {
  makePrivateFolder(dirname(options.path));
  await removeStale(options.path);
  const attended = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    const ended = attend(socket, options).then(() => void attended.delete(socket));
    attended.set(socket, ended);
  });
  await listen(server, options.path);
  const leaveAlone = keepReachable({
    path: options.path,
    listenAnew: () => {
      // What is connected stays so.
      server.close();
      makePrivateFolder(dirname(options.path));
      return listen(server, options.path);
    },
    onFailed: options.onBug,
  });
  return {
    async close() {
      leaveAlone();
      server.close();
      const open = [...attended];
      for (const [socket] of open) socket.destroySoon();
      const impatience = setTimeout(() => {
        for (const [socket] of open) socket.destroy();
      }, farewellMs);
      await Promise.all(open.map(([, ended]) => ended));
      clearTimeout(impatience);
    },
  };
}

/** Answers one client; resolves when it has gone and no call of it is being answered any more. */
async function attend<Name extends RequestName>(socket: Socket, { answers, onBug }: Serving<Name>): Promise<void> {
  const gone = new AbortController();
  const left = Promise.withResolvers<void>();
  const answering = new Set<Promise<void>>();
  const client: Client = {
    gone: gone.signal,
    notify(notification) {
      if (!socket.writable) return;
      socket.write(`${JSON.stringify(notification)}\n`);
      if (socket.writableLength > mostQueuedBytes) socket.destroy();
    },
    get queuedBytes() {
      return socket.writableLength;
    },
  };
  const send = (reply: Reply) => void (socket.writable && socket.write(lineOf(reply)));
  const split = lineSplitter((line) => {
    const reply = answer(line, { answers, client, onBug });
    // What is known at once is said at once: a snapshot of the world reaches the client before any later event.
    if (!(reply instanceof Promise)) {
      send(reply);
      return;
    }
    const sent = reply.then(send).finally(() => answering.delete(sent));
    answering.add(sent);
  });
  socket.on('data', (chunk: Buffer) => {
    try {
      split(chunk);
    } catch {
      // A line beyond the limit: whoever sends it does not speak the protocol.
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    gone.abort();
    left.resolve();
  });
  await left.promise;
  await Promise.all(answering);
}

/** A reply as it is sent; one beyond the line's limit, which the client would take for a broken daemon, as a refusal. */
function lineOf(reply: Reply): string {
  const line = `${JSON.stringify(reply)}\n`;
  if (line.length * 3 <= maxLineBytes || Buffer.byteLength(line) <= maxLineBytes) return line;
  const megabytes = Math.round(line.length / 1024 / 1024);
  return lineOf({
    reply: reply.reply,
    fault: { code: 'refused', message: `the answer is too long, ${megabytes} MB`, hint: 'ask for a part of it' },
  });
}

interface Answering<Name extends RequestName> {
  readonly answers: Answers<Name>;
  readonly client: Client;
  readonly onBug: (thrown: unknown) => void;
}

function answer<Name extends RequestName>(
  line: string,
  { answers, client, onBug }: Answering<Name>,
): Reply | Promise<Reply> {
  let call = 0;
  const failed = (thrown: unknown): Reply => {
    if (thrown instanceof Fault) return { reply: call, fault: thrown.text };
    // A wait that ended because the client has gone is no bug; nobody reads the reply.
    if (!client.gone.aborted || thrown !== client.gone.reason) onBug(thrown);
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return {
      reply: call,
      fault: { code: 'bug', message: `the daemon broke down on this: ${message}`, hint: 'signalbox daemon logs' },
    };
  };
  try {
    const message = parseJson(line);
    // Known as soon as can be: a refusal under another number would leave the caller waiting.
    call = callSchema.pick({ call: true }).safeParse(message).data?.call ?? 0;
    const parsed = callSchema.safeParse(message);
    if (!parsed.success) throw protocolFault('a message is no call of the protocol');
    const name = knownName(parsed.data.name, answers);
    const result = dispatch(name, parsed.data.params, { answers, client });
    if (!(result instanceof Promise)) return { reply: call, result };
    return result.then((value): Reply => ({ reply: call, result: value })).catch(failed);
  } catch (thrown) {
    return failed(thrown);
  }
}

function dispatch<Name extends RequestName, N extends Name>(
  name: N,
  params: unknown,
  { answers, client }: { answers: Answers<Name>; client: Client },
): Promise<Result<N>> | Result<N> {
  const parsed = shapes[name].params.safeParse(params);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw protocolFault(`${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`);
  }
  return answers[name](parsed.data, client);
}

function knownName<Name extends RequestName>(name: string, answers: Answers<Name>): Name {
  if (isKnown(name, answers)) return name;
  throw protocolFault(`${name} is not answered on this socket`);
}

function isKnown<Name extends RequestName>(name: string, answers: Answers<Name>): name is Name {
  return Object.hasOwn(answers, name);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Fault({ code: 'protocol', message: 'a message is not JSON' }, { cause });
  }
}

function protocolFault(message: string): Fault {
  return new Fault({
    code: 'protocol',
    message,
    hint: 'client and daemon may be of different versions: signalbox daemon stop',
  });
}

/** A socket file that nobody listens on is left from a crash; one that answers belongs to somebody. */
async function removeStale(path: string): Promise<void> {
  const found = await new Promise<'live' | 'stale' | 'none'>((resolve, reject) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve('live');
    });
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve('none');
      else if (error.code === 'ECONNREFUSED') resolve('stale');
      else reject(error);
    });
  });
  if (found === 'live') throw new Fault({ code: 'daemon', message: `another process listens on ${path}` });
  if (found === 'stale') unlinkSync(path);
}

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
  chmodSync(path, 0o600);
}
