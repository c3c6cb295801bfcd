import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';
import type { Crew } from '../crew.ts';

/** An event holds a tool's input and output: a file that is read or written. */
const longestBodyBytes = 32 * 1024 * 1024;

const fileSchema = z.object({ port: z.number().int().min(0).max(65_535), secret: z.string().min(32) });

/**
 * Hears the hooks of agents that send them by HTTP, on 127.0.0.1. The port is kept in the state folder and taken again
 * by each later daemon, so that agents that were started before find it. Each session has a token of its own.
 */
export class HookPort {
  readonly #crew: Crew;
  readonly #server: Server;
  readonly #secret: string;
  #port: number;

  private constructor(crew: Crew, kept: z.infer<typeof fileSchema>) {
    this.#crew = crew;
    this.#secret = kept.secret;
    this.#port = kept.port;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Listens where the daemon before did; anywhere when that port is taken: hooks of before are then unheard. */
  static async listen(crew: Crew): Promise<HookPort> {
    const file = join(crew.places.home, 'hook-port.json');
    const hooks = new HookPort(crew, readKept(file) ?? { port: 0, secret: randomBytes(32).toString('hex') });
    try {
      await hooks.#listen(hooks.#port);
    } catch (thrown) {
      if (!hasCode(thrown, 'EADDRINUSE', 'EACCES')) throw thrown;
      crew.log(`port ${hooks.#port} is taken: hooks of agents that run are not heard any more`, thrown);
      await hooks.#listen(0);
    }
    writeFileSync(file, JSON.stringify({ port: hooks.#port, secret: hooks.#secret }), { mode: 0o600 });
    return hooks;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  /** What a session's agent proves itself with. */
  token(session: number): string {
    return `${session}.${createHmac('sha256', this.#secret).update(String(session)).digest('hex')}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        if (address !== null && typeof address === 'object') this.#port = address.port;
        resolve();
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, body: unknown) => {
      if (!response.writableEnded && !response.destroyed)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const session = this.#sessionOf(request.headers.authorization ?? '');
      if (session === null || request.method !== 'POST') {
        request.resume();
        say(session === null ? 401 : 405, { error: session === null ? 'no session has this token' : 'POST only' });
        return;
      }
      const event: unknown = JSON.parse(await bodyOf(request));
      say(200, (await this.#crew.channels.hook(session, event, { request: randomUUID(), gone: gone.signal })) ?? {});
    } catch (thrown) {
      if (gone.signal.aborted) return;
      const bad = thrown instanceof SyntaxError || thrown instanceof RangeError;
      if (!bad) this.#crew.log('a hook by HTTP broke down', thrown);
      say(bad ? 400 : 500, { error: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }

  #sessionOf(authorization: string): number | null {
    const token = authorization.replace(/^Bearer /, '');
    const session = Number.parseInt(token, 10);
    if (!Number.isSafeInteger(session)) return null;
    const [given, right] = [Buffer.from(token), Buffer.from(this.token(session))];
    return given.length === right.length && timingSafeEqual(given, right) ? session : null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  request.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes <= longestBodyBytes) chunks.push(chunk);
  });
  await new Promise<void>((resolve, reject) => {
    request.on('end', resolve);
    request.on('error', reject);
    request.on('close', resolve);
  });
  if (bytes > longestBodyBytes) throw new RangeError(`a hook event of ${bytes} bytes is too long`);
  return Buffer.concat(chunks).toString('utf8');
}

/** The port and secret of an earlier daemon; null when there was none, or the file is spoilt. */
function readKept(file: string): z.infer<typeof fileSchema> | null {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Hooks of agents that were started with the lost secret are refused; their state is then seen by other signals.
    return null;
  }
}
