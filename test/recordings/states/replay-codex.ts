import { mkdirSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { dirname } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

const requestSchema = z.object({ id: z.union([z.number(), z.string()]), method: z.string() });

/** Codex's app-server as it was recorded: tells what it told, and answers what it answered, when it did. */
export class CodexReplay {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #asked: { readonly id: number | string; readonly method: string }[] = [];
  readonly #waiting = new Set<() => void>();
  #socket: WebSocket | null = null;

  private constructor() {
    this.#http = createServer();
    this.#sockets = new WebSocketServer({ server: this.#http });
    this.#sockets.on('connection', (socket) => {
      this.#socket = socket;
      socket.on('message', (bytes: Buffer) => {
        const request = requestSchema.safeParse(JSON.parse(bytes.toString('utf8')));
        if (request.success) this.#asked.push(request.data);
        for (const look of this.#waiting) look();
      });
    });
  }

  static async listen(path: string): Promise<CodexReplay> {
    const replay = new CodexReplay();
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    await new Promise<void>((resolve) => replay.#http.listen(path, resolve));
    return replay;
  }

  /** Resolves when the adapter has connected. */
  async connected(): Promise<void> {
    if (this.#socket === null) await new Promise((resolve) => this.#sockets.once('connection', resolve));
  }

  /** Tells something, and waits until the other side has heard it. */
  async told(message: unknown): Promise<void> {
    this.#socket?.send(JSON.stringify(message));
    await this.#heard();
  }

  /** Answers the next request of this kind, once it has come. */
  async answered({
    method,
    result,
    refused,
  }: {
    method: string;
    result?: unknown;
    refused?: string | undefined;
  }): Promise<void> {
    const { id } = await this.#next(method);
    this.#socket?.send(JSON.stringify(refused === undefined ? { id, result } : { id, error: { message: refused } }));
    await this.#heard();
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
    this.#http.close();
  }

  #next(method: string): Promise<{ id: number | string }> {
    return new Promise((resolve) => {
      const look = (): void => {
        const at = this.#asked.findIndex((request) => request.method === method);
        const [found] = at === -1 ? [] : this.#asked.splice(at, 1);
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** An answer to a ping comes after all that was sent before it was read. */
  async #heard(): Promise<void> {
    const socket = this.#socket;
    if (socket === null) return;
    const answer = new Promise((resolve) => socket.once('pong', resolve));
    socket.ping();
    await answer;
  }
}
