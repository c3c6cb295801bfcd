import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../src/core/fault.ts';
import { emptyWorld } from '../../src/core/model/world.ts';
import type { Notification } from '../../src/wire/notifications.ts';
import { type Answers, type Client, type Served, serve } from '../../src/wire/serve.ts';

export type Names = 'world/subscribe' | 'session/stop' | 'session/log' | 'repo/trust' | 'review/defer';

const nothing: Record<string, never> = {};

/** Something to notify of. */
export const event = (seq: number): Notification => ({
  notify: 'event',
  recorded: { seq, at: 1, event: { type: 'answers.sent', session: 1 } },
});

/** A call of `session/log`: the test answers it. */
interface LogCall {
  readonly limit: number;
  readonly client: Client;
  readonly answer: (text: string) => void;
}

/** The daemon's end of the wire with made-up answers, in a folder of its own. */
export class OpenWire implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'sb-'));
  readonly path = join(this.folder, 'run', 'control.sock');
  readonly bugs: unknown[] = [];
  readonly logs: LogCall[] = [];
  readonly #arrived = Promise.withResolvers<LogCall>();
  readonly #subscribed = Promise.withResolvers<Client>();
  #served: Served | null = null;

  readonly answers: Answers<Names> = {
    'world/subscribe': (_params, client) => {
      this.#subscribed.resolve(client);
      // Something happens in the moment after the snapshot was taken.
      queueMicrotask(() => client.notify(event(8)));
      return { world: { ...emptyWorld, seq: 7 } };
    },
    'session/stop': ({ session }, client) => {
      client.notify(event(session));
      return nothing;
    },
    'session/log': ({ limit }, client) => {
      const given = Promise.withResolvers<{ text: string; truncated: boolean }>();
      const call = { limit, client, answer: (text: string) => given.resolve({ text, truncated: false }) };
      this.logs.push(call);
      this.#arrived.resolve(call);
      return given.promise;
    },
    'repo/trust': () => {
      throw new Fault({ code: 'untrusted', message: 'not trusted', hint: 'trust it' });
    },
    'review/defer': () => {
      throw new Error('a planted bug');
    },
  };

  static async listen(): Promise<OpenWire> {
    const wire = new OpenWire();
    wire.#served = await wire.serve(wire.path);
    return wire;
  }

  /** The first call of `session/log`, when it has arrived. */
  get firstLog(): Promise<LogCall> {
    return this.#arrived.promise;
  }

  get firstSubscriber(): Promise<Client> {
    return this.#subscribed.promise;
  }

  serve(path: string): Promise<Served> {
    return serve({ path, answers: this.answers, onBug: (thrown) => this.bugs.push(thrown) });
  }

  async close(): Promise<void> {
    await this.#served?.close();
    this.#served = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A client that speaks bytes. */
export class RawClient {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  #text = '';
  #wake = (): void => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    const closed = Promise.withResolvers<void>();
    this.closed = closed.promise;
    socket.on('error', () => undefined);
    socket.on('close', () => closed.resolve());
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('utf8');
      this.#wake();
    });
  }

  static async connect(path: string): Promise<RawClient> {
    const client = new RawClient(connect(path));
    await once(client.socket, 'connect');
    return client;
  }

  /** The next line that it is sent. */
  async line(): Promise<unknown> {
    while (!this.#text.includes('\n')) await new Promise<void>((resolve) => (this.#wake = resolve));
    const end = this.#text.indexOf('\n');
    const first = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 1);
    return JSON.parse(first);
  }

  /** Sends text and waits until it is handed to the system. */
  async send(text: string | Buffer): Promise<void> {
    await new Promise<void>((resolve) => void this.socket.write(text, () => resolve()));
  }
}

/** The fault that a request is refused with, as data; what else it ended with otherwise. */
export async function refusal(request: Promise<unknown>): Promise<unknown> {
  return await request.then(
    () => 'it was answered',
    (thrown: unknown) => (thrown instanceof Fault ? thrown.text : thrown),
  );
}
