import { z } from 'zod';
import { eventData } from './event-stream.ts';
import {
  type Event,
  type FullMessage,
  conversationSchema,
  fullMessageSchema,
  parseEvent,
  permissionSchema,
  questionsSchema,
  statusSchema,
} from './events.ts';
import type { MessageIds, ServerPlace } from './run-files.ts';
import type { Snapshot } from './watch.ts';

/** A request that connects while the server starts can hang for ever (seen): each has its time limit, ms. */
const callMs = 10_000;
/** The stream has a heartbeat each 10 s (seen); one that is silent for longer is dead, ms. */
const silenceMs = 25_000;

/** One event, or why one of ours could not be read. */
export type Heard = { readonly event: Event } | { readonly unread: unknown };

/** The HTTP server inside of a running opencode. Each call is @throws when it gets no answer in time. */
export class OpencodeServer {
  readonly #base: string;
  readonly #authorization: string;
  readonly #closed: AbortSignal;

  constructor({ port, password }: Pick<ServerPlace, 'port' | 'password'>, closed: AbortSignal) {
    this.#base = `http://127.0.0.1:${port}`;
    this.#authorization = `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`;
    this.#closed = closed;
  }

  /** Whether it answers within `ms`. */
  async isUp(ms: number): Promise<boolean> {
    try {
      const response = await this.#call('GET', '/global/health', { ms });
      await response.body?.cancel();
      return response.ok;
    } catch {
      // Not yet, or not any more: what is asked for here.
      return false;
    }
  }

  /** Listens until the stream ends, breaks or falls silent. `listening`: from now on nothing is missed. */
  async listen(listening: () => void, tell: (heard: Heard) => void): Promise<void> {
    const over = new AbortController();
    let watchdog = setTimeout(() => over.abort(), callMs);
    const heard = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => over.abort(), silenceMs);
    };
    try {
      const response = await fetch(`${this.#base}/event`, {
        headers: { authorization: this.#authorization },
        signal: AbortSignal.any([this.#closed, over.signal]),
      });
      if (!response.ok || response.body === null) throw new Error(`GET /event answered ${response.status}`);
      heard();
      listening();
      for await (const data of eventData(response.body, heard)) {
        const event = readEvent(data);
        if (event !== null) tell(event);
      }
    } finally {
      clearTimeout(watchdog);
      over.abort();
    }
  }

  /** What is going on. Requests are asked for before the statuses: one that ended in between is closed by its event. */
  async snapshot(): Promise<Snapshot> {
    const [permissions, questions, { directory }] = await Promise.all([
      this.#get('/permission', z.array(permissionSchema)),
      this.#get('/question', z.array(questionsSchema)),
      this.#get('/path', z.object({ directory: z.string() })),
    ]);
    // Without the folder it lists those of all worktrees of the repository (seen).
    const [statuses, conversations] = await Promise.all([
      this.#get('/session/status', z.record(z.string(), statusSchema)),
      this.#get(`/session?directory=${encodeURIComponent(directory)}`, z.array(conversationSchema)),
    ]);
    const open = [
      ...permissions.map((request) => ({ kind: 'permission' as const, request })),
      ...questions.map((request) => ({ kind: 'question' as const, request })),
    ];
    return { statuses, conversations, open };
  }

  /** Whether no turn of a conversation is under way. */
  async isIdle(conversation: string): Promise<boolean> {
    const status = (await this.#get('/session/status', z.record(z.string(), statusSchema)))[conversation];
    return status === undefined || status.type === 'idle';
  }

  /** The last message of a conversation; null when it has none. */
  async lastMessage(conversation: string): Promise<FullMessage | null> {
    const messages = await this.#get(`/session/${conversation}/message?limit=1`, z.array(fullMessageSchema));
    return messages.at(-1) ?? null;
  }

  /** Whether a conversation has a message of this id. */
  async hasMessage(conversation: string, message: string): Promise<boolean> {
    const response = await this.#call('GET', `/session/${conversation}/message/${message}`);
    await response.body?.cancel();
    if (response.status !== 404 && !response.ok) throw new Error(`GET a message answered ${response.status}`);
    return response.ok;
  }

  /** Sends a prompt; into a running turn it is queued, and taken at its next step (seen). */
  async prompt(conversation: string, ids: MessageIds, text: string): Promise<void> {
    const body = { messageID: ids.message, parts: [{ id: ids.part, type: 'text', text }] };
    const response = await this.#call('POST', `/session/${conversation}/prompt_async`, { body });
    const said = await response.text();
    if (!response.ok) throw new Error(`POST prompt_async answered ${response.status}: ${said.slice(0, 300)}`);
  }

  /** Answers a request; false when it is not there any more. */
  async reply(kind: 'permission' | 'question', id: string, body: object): Promise<boolean> {
    return this.#posted(`/${kind}/${id}/reply`, body);
  }

  /** Drops a question as the person does with Esc. */
  async rejectQuestion(id: string): Promise<boolean> {
    return this.#posted(`/question/${id}/reject`, {});
  }

  /** Breaks off a conversation's turn. */
  async abort(conversation: string): Promise<boolean> {
    return this.#posted(`/session/${conversation}/abort`, {});
  }

  async #posted(path: string, body: object): Promise<boolean> {
    const response = await this.#call('POST', path, { body });
    const said = await response.text();
    if (response.status !== 404 && !response.ok)
      throw new Error(`POST ${path} answered ${response.status}: ${said.slice(0, 300)}`);
    return response.ok;
  }

  async #get<Body>(path: string, schema: z.ZodType<Body>): Promise<Body> {
    const response = await this.#call('GET', path);
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    return schema.parse(await response.json());
  }

  #call(method: 'GET' | 'POST', path: string, { ms = callMs, body }: { ms?: number; body?: object } = {}) {
    return fetch(`${this.#base}${path}`, {
      method,
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      signal: AbortSignal.any([this.#closed, AbortSignal.timeout(ms)]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

function readEvent(data: string): Heard | null {
  try {
    const event = parseEvent(data);
    return event === null ? null : { event };
  } catch (thrown) {
    // One event of another version must not end the listening.
    return { unread: thrown };
  }
}
