import { chmodSync, mkdirSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket, connect } from 'node:net';
import { dirname } from 'node:path';
import type { ZodType } from 'zod';
import { Fault } from '../core/fault.ts';
import { lineSplitter } from './lines.ts';
import { type Notification, callSchema } from './notifications.ts';
import { type Params, type RequestName, type Result, requests } from './requests.ts';

/** One client as the daemon sees it. */
export interface Client {
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal;
  /** Sends a fact; never dropped. */
  notify(notification: Notification): void;
  /** Bytes that wait to be sent: a viewer that is slow gets no more screens until this falls. */
  readonly queuedBytes: number;
}

/** What the daemon does for each request it serves; a refusal is a thrown `Fault`. */
export type Answers<Name extends RequestName> = {
  readonly [N in Name]: (params: Params<N>, client: Client) => Promise<Result<N>> | Result<N>;
};

const shapes: { [Name in RequestName]: { params: ZodType<Params<Name>> } } = requests;

/**
 * Listens on a unix socket and answers requests from `answers`; a request that is not in it is refused.
 * `onBug` hears of every error that is no `Fault`. The folder is made 0700, the socket 0600.
 */
export async function serve<Name extends RequestName>(options: {
  path: string;
  answers: Answers<Name>;
  onBug: (thrown: unknown) => void;
}): Promise<{ close(): void }> {
  mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
  await removeStale(options.path);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    attend(socket, options);
  });
  await listen(server, options.path);
  chmodSync(options.path, 0o600);
  return {
    close() {
      server.close();
      for (const socket of sockets) socket.destroySoon();
    },
  };
}

function attend<Name extends RequestName>(
  socket: Socket,
  { answers, onBug }: { answers: Answers<Name>; onBug: (thrown: unknown) => void },
): void {
  const gone = new AbortController();
  const client: Client = {
    gone: gone.signal,
    notify: (notification) => void socket.write(`${JSON.stringify(notification)}\n`),
    get queuedBytes() {
      return socket.writableLength;
    },
  };
  const split = lineSplitter((line) => {
    void answer(line, { answers, client, onBug }).then(
      (reply) => socket.writable && socket.write(`${JSON.stringify(reply)}\n`),
    );
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
  socket.on('close', () => gone.abort());
}

interface Answering<Name extends RequestName> {
  readonly answers: Answers<Name>;
  readonly client: Client;
  readonly onBug: (thrown: unknown) => void;
}

async function answer<Name extends RequestName>(
  line: string,
  { answers, client, onBug }: Answering<Name>,
): Promise<object> {
  let call = 0;
  try {
    const parsed = callSchema.safeParse(parseJson(line));
    if (!parsed.success) throw protocolFault('a message is no call of the protocol');
    call = parsed.data.call;
    const name = knownName(parsed.data.name, answers);
    return { reply: call, result: await dispatch(name, parsed.data.params, { answers, client }) };
  } catch (thrown) {
    if (thrown instanceof Fault) return { reply: call, fault: thrown.text };
    onBug(thrown);
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return {
      reply: call,
      fault: { code: 'bug', message: `the daemon broke down on this: ${message}`, hint: 'signalbox daemon logs' },
    };
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

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
