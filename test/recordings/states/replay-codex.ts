import { mkdirSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { dirname } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

const requestSchema = z.object({ id: z.union([z.number(), z.string()]), method: z.string() });

interface Answer {
  readonly method: string;
  readonly result?: unknown;
  readonly refused?: string | undefined;
}

/**
 * Codex's app-server as it was recorded: tells what it told, and answers what it answered, when it did. What it was not
 * asked then it refuses now.
 */
export class CodexReplay {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  /** Recorded answers that are still to come, in their order. */
  readonly #coming: string[];
  /** Requests that wait for theirs, and answers that wait for their request. */
  #asked: z.infer<typeof requestSchema>[] = [];
  #answers: Answer[] = [];
  #socket: WebSocket | null = null;

  private constructor(methods: readonly string[]) {
    this.#coming = [...methods];
    this.#http = createServer();
    this.#sockets = new WebSocketServer({ server: this.#http });
    this.#sockets.on('connection', (socket) => {
      this.#socket = socket;
      socket.on('message', (bytes: Buffer) => {
        const request = requestSchema.safeParse(JSON.parse(bytes.toString('utf8')));
        if (!request.success) return;
        this.#asked.push(request.data);
        this.#match();
      });
    });
  }

  /** `methods`: of all the requests that were answered, in the order of their answers. */
  static async listen(path: string, methods: readonly string[]): Promise<CodexReplay> {
    const replay = new CodexReplay(methods);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    await new Promise<void>((resolve) => replay.#http.listen(path, resolve));
    return replay;
  }

  /** Resolves when the adapter has connected. */
  async connected(): Promise<void> {
    if (this.#socket === null) await new Promise((resolve) => this.#sockets.once('connection', resolve));
  }

  /** Tells something, and waits until the other side has heard it and said what it has to say. */
  async told(message: unknown): Promise<void> {
    this.#socket?.send(JSON.stringify(message));
    await this.#heard();
  }

  /** The time of an answer has come: it is given to the first such request. */
  async answered(answer: Answer): Promise<void> {
    this.#coming.splice(this.#coming.indexOf(answer.method), 1);
    this.#answers.push(answer);
    this.#match();
    await this.#heard();
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
    this.#http.close();
  }

  #match(): void {
    this.#asked = this.#asked.filter(({ id, method }) => {
      const answer = this.#answers.find((one) => one.method === method);
      if (answer === undefined && this.#coming.includes(method)) return true;
      this.#answers = this.#answers.filter((one) => one !== answer);
      const refused = answer === undefined ? 'not in the recording' : answer.refused;
      const reply = refused === undefined ? { id, result: answer?.result } : { id, error: { message: refused } };
      this.#socket?.send(JSON.stringify(reply));
      return false;
    });
  }

  /** An answer to a ping comes after all that was sent before it was read; the second after what came of that. */
  async #heard(): Promise<void> {
    const socket = this.#socket;
    if (socket === null) return;
    for (let rounds = 0; rounds < 3; rounds++) {
      const answer = new Promise((resolve) => socket.once('pong', resolve));
      socket.ping();
      await answer;
    }
  }
}
