import { realpathSync } from 'node:fs';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { type RequestId, messageSchema } from './messages.ts';

/** What comes in beside answers. */
export interface Incoming {
  readonly method: string;
  /** Set when the server waits for an answer. */
  readonly id: RequestId | undefined;
  readonly params: unknown;
}

/** The server took a request and refuses it. */
export class Refused extends Error {}
/** The connection ended before the answer came: nobody knows whether the server did what it was asked. */
export class Broken extends Error {}

const handshakeMs = 5_000;

interface Waiting {
  readonly answered: (result: unknown) => void;
  readonly failed: (error: Error) => void;
}

/**
 * One connection to a Codex app-server: JSON-RPC (without its `jsonrpc` field) in WebSocket frames over a unix socket.
 * https://developers.openai.com/codex/app-server
 */
export class AppServer {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /**
   * Connects and says hello. `heard` gets all that comes, in its order; `closed` is called once, when the connection is
   * no more. @throws Error when nobody listens, or who listens speaks otherwise
   */
  static async connect(
    path: string,
    ears: { heard(server: AppServer, incoming: Incoming): void; closed(): void },
  ): Promise<AppServer> {
    // A link to a shorter path: a socket's own is limited to 107 bytes.
    const target = realpathSync(path);
    const socket = new WebSocket('ws://codex/', {
      createConnection: () => connect(target),
      perMessageDeflate: false,
      handshakeTimeout: handshakeMs,
    });
    const server = new AppServer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    socket.on('message', (bytes: Buffer) =>
      server.#take(bytes.toString('utf8'), (incoming) => ears.heard(server, incoming)),
    );
    // What went wrong is followed by the end of the connection, and that is what matters.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const { failed } of server.#waiting.values()) failed(new Broken('the app-server hung up'));
      server.#waiting.clear();
      ears.closed();
    });
    await server.request('initialize', {
      clientInfo: { name: 'signalbox', title: 'Signalbox', version: '1' },
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    server.#send({ method: 'initialized' });
    return server;
  }

  /** @throws Refused, Broken */
  request(method: string, params: object): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((answered, failed) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        failed(new Broken('the app-server hung up'));
        return;
      }
      this.#waiting.set(id, { answered, failed });
      this.#send({ id, method, params });
    });
  }

  /** Answers a question of the server's. */
  respond(id: RequestId, result: object): void {
    this.#send({ id, result });
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #take(text: string, heard: (incoming: Incoming) => void): void {
    const { id, method, params, result, error } = messageSchema.parse(JSON.parse(text));
    if (method !== undefined) {
      heard({ method, id, params });
      return;
    }
    if (typeof id !== 'number') return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.answered(result);
    else waiting?.failed(new Refused(error.message));
  }
}
