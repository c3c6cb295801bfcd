import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that was served, as `METHOD /path` without its query. */
export interface Asked {
  readonly what: string;
  readonly body: unknown;
}

type Answer = (body: unknown) => unknown;

/** Stands where opencode's server stands: answers as it was seen to, and says what the test tells it to say. */
export class Served implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly password = 'a password';
  /** Answers by `METHOD /path`; undefined is 404. */
  readonly answers = new Map<string, Answer>();
  #streams = new Set<ServerResponse>();
  /** So many requests get no answer, as those that come while it starts. */
  silent = 0;
  #watchers = new Set<() => void>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<Served> {
    const served = new Served();
    await new Promise<void>((resolve) => served.#server.listen(0, '127.0.0.1', resolve));
    served.answers.set('GET /global/health', () => ({ healthy: true }));
    served.answers.set('GET /path', () => ({ directory: '/w/1' }));
    for (const list of ['permission', 'question', 'session']) served.answers.set(`GET /${list}`, () => []);
    served.answers.set('GET /session/status', () => ({}));
    return served;
  }

  get port(): number {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (this.#server.address() as AddressInfo).port;
  }

  get listeners(): number {
    return this.#streams.size;
  }

  say(type: string, properties: object): void {
    for (const stream of this.#streams) stream.write(`data: ${JSON.stringify({ type, properties })}\n\n`);
  }

  /** The connection breaks off. */
  dropStreams(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  /** Waits until `wanted` is so: looked at after each request. */
  async until(wanted: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => wanted() && resolve();
    this.#watchers.add(look);
    look();
    await promise;
    this.#watchers.delete(look);
  }

  looked(): void {
    for (const look of this.#watchers) look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.silent > 0) {
      this.silent -= 1;
      return;
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const what = `${request.method} ${(request.url ?? '').split('?')[0]}`;
    const body: unknown = text === '' ? null : JSON.parse(text);
    const right = `Basic ${Buffer.from(`opencode:${this.password}`).toString('base64')}`;
    if (request.headers.authorization !== right) response.writeHead(401).end();
    else if (what === 'GET /event') this.#stream(response);
    else {
      this.asked.push({ what, body });
      const said = this.answers.get(what)?.(body);
      response.writeHead(said === undefined ? 404 : 200).end(JSON.stringify(said ?? {}));
    }
    this.looked();
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"type":"server.connected","properties":{}}\n\n');
    this.#streams.add(response);
    response.on('close', () => {
      this.#streams.delete(response);
      this.looked();
    });
  }
}
