import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from '../../core/model/report.ts';
import { type AppServer, type Incoming, Refused } from './app-server.ts';
import { dialogName, dialogOf } from './dialogs.ts';
import {
  type Notice,
  type RequestId,
  type ServerQuestion,
  type Thread,
  loadedSchema,
  noticeMethods,
  noticeSchema,
  questionMethods,
  questionSchema,
  terminalsSchema,
  threadAnswerSchema,
  turnsSchema,
} from './messages.ts';
import { ThreadReader } from './thread-reader.ts';

/** Turns that are looked at when a thread is joined: what was asked in them may still be open. */
const lookedBack = 3;
/** A thread that was just started cannot be joined at once: tries, and the pause between them, ms. */
const joinTries = 50;
const joinPauseMs = 100;

/** What a conversation needs of its session. */
export interface Listener {
  report(report: Report): void;
  log(what: string, thrown?: unknown): void;
  /** Milliseconds since the epoch. */
  readonly runStartedAt: number;
  /** The last turn whose end was reported, by whichever daemon. */
  reportedTurn(): string | null;
  noteReported(turn: string): void;
  /** It is joined: all that is open is known. */
  joined(conversation: Conversation): void;
}

/**
 * The thread that the tile shows, over one connection. Any number of clients may listen to a thread; one that comes
 * late is told what is open, by the same requests under the same ids.
 */
export class Conversation {
  /** The server's questions that nobody has answered, by the name of their dialog. */
  readonly open = new Map<string, ServerQuestion>();
  reader: ThreadReader | null;
  /** Called when a request is resolved, instead of the report that somebody else did. */
  readonly answering = new Map<RequestId, () => void>();
  /** Called when a message of ours is in the thread, by its client id. */
  readonly sending = new Map<string, () => void>();

  readonly #listener: Listener;
  #begun = false;
  /** What comes while a thread is being joined is read afterwards. */
  #held: Notice[] | null = null;

  /** `reader`: of the connection before, which knows what was under way. */
  constructor(listener: Listener, reader: ThreadReader | null) {
    this.#listener = listener;
    this.reader = reader;
  }

  /** Looks for the thread among those that are loaded; when there is none, it is joined when it starts. */
  async begin(server: AppServer): Promise<void> {
    const { data } = loadedSchema.parse(await server.request('thread/loaded/list', {}));
    const threads: Thread[] = [];
    for (const threadId of data) threads.push(await readThread(server, threadId));
    const roots = threads.filter(isShown).toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
    const root = roots.find(({ id }) => id === this.reader?.id) ?? roots[0];
    // After a restart nothing is loaded until a client asks for it; the TUI does so too.
    const id = root?.id ?? this.reader?.id;
    if (id !== undefined) await this.#join(server, id, threads);
    this.#begun = true;
  }

  /** The server has no conversation yet. */
  get isAwaited(): boolean {
    return this.#begun && this.reader === null;
  }

  hear(server: AppServer, { method, id, params }: Incoming): void {
    if (id !== undefined && questionMethods.has(method)) {
      const question = questionSchema.safeParse({ method, id, params });
      if (question.success) this.#asked(question.data);
      else this.#listener.log(`codex asks in a form that is not known: ${method}`, question.error);
    }
    if (!noticeMethods.has(method)) return;
    const notice = noticeSchema.safeParse({ method, params });
    if (!notice.success) this.#listener.log(`codex tells in a form that is not known: ${method}`, notice.error);
    else if (!this.#isNew(server, notice.data)) this.#take(notice.data);
  }

  /** Whether a notice is about a thread that is joined from here on. */
  #isNew(server: AppServer, notice: Notice): boolean {
    if (this.#held !== null) return false;
    if (notice.method === 'thread/started') {
      const { thread } = notice.params;
      if (!isShown(thread) || thread.id === this.reader?.id) return false;
      this.#joinLater(server, thread.id);
      return true;
    }
    // A thread that is resumed is not started; this is how one hears of it.
    if (notice.method !== 'thread/status/changed' || this.reader !== null) return false;
    this.#joinLater(server, notice.params.threadId);
    return true;
  }

  #joinLater(server: AppServer, id: string): void {
    this.#join(server, id, []).catch((thrown: unknown) => {
      this.#held = null;
      this.#listener.log(`codex thread ${id} cannot be followed`, thrown);
    });
  }

  async #join(server: AppServer, id: string, loaded: readonly Thread[]): Promise<void> {
    this.#held = [];
    const thread = await resume(server, id);
    if (thread === null) {
      this.#held = null;
      return;
    }
    const turns = await ask(server, 'thread/turns/list', {
      threadId: id,
      limit: lookedBack,
      sortDirection: 'desc',
      itemsView: 'full',
    });
    const terminals = await ask(server, 'thread/backgroundTerminals/list', { threadId: id });
    const reader = this.reader?.id === id ? this.reader : new ThreadReader(id);
    this.reader = reader;
    this.#say(
      reader.join({
        thread,
        turns: turns === null ? [] : turnsSchema.parse(turns).data,
        helpers: loaded.filter(({ parentThreadId }) => Boolean(parentThreadId)),
        terminals: terminals === null ? [] : terminalsSchema.parse(terminals).data,
        reported: this.#listener.reportedTurn(),
        runStartedAt: this.#listener.runStartedAt,
      }),
    );
    for (const helper of loaded.filter((one) => one.id !== id && reader.covers(one.id))) {
      // Its questions come to those only who have joined it.
      await ask(server, 'thread/resume', { threadId: helper.id, excludeTurns: true });
    }
    for (const question of this.open.values()) this.#say([dialogOf(question, reader.changes)]);
    this.#listener.joined(this);
    const held = this.#held;
    this.#held = null;
    for (const notice of held) this.#take(notice);
  }

  #asked(question: ServerQuestion): void {
    this.open.set(dialogName(question), question);
    if (this.reader === null || this.#held !== null) return;
    if (this.reader.covers(question.params.threadId)) this.#say([dialogOf(question, this.reader.changes)]);
  }

  #take(notice: Notice): void {
    if (this.#held !== null) {
      this.#held.push(notice);
      return;
    }
    if (notice.method === 'serverRequest/resolved') this.#resolved(notice.params.requestId);
    if (notice.method === 'item/completed' && notice.params.item.type === 'userMessage')
      this.sending.get(notice.params.item.clientId ?? '')?.();
    if (this.reader !== null) this.#say(this.reader.hear(notice));
  }

  #resolved(requestId: RequestId): void {
    const answered = this.answering.get(requestId);
    for (const [dialog, question] of this.open) {
      if (question.id !== requestId) continue;
      this.open.delete(dialog);
      if (answered !== undefined) answered();
      else this.#say([{ kind: 'dialog-closed', dialog, by: 'terminal', rule: 'app-server serverRequest/resolved' }]);
    }
  }

  #say(reports: readonly Report[]): void {
    const { reader } = this;
    for (const report of reports) this.#listener.report(report);
    if (reader?.ended) this.#listener.noteReported(reader.ended);
  }
}

/** Whether the tile shows a thread: no helper's, and none that Codex keeps for itself. */
function isShown(thread: Thread): boolean {
  return !thread.parentThreadId && thread.ephemeral !== true;
}

async function readThread(server: AppServer, threadId: string): Promise<Thread> {
  return threadAnswerSchema.parse(await server.request('thread/read', { threadId, includeTurns: false })).thread;
}

/** Has the thread's events and requests sent to us as well; null when it is none that is shown. @throws Refused */
async function resume(server: AppServer, threadId: string): Promise<Thread | null> {
  for (let tries = 1; ; tries++) {
    try {
      if (!isShown(await readThread(server, threadId))) return null;
      const answer = await server.request('thread/resume', { threadId, excludeTurns: true });
      return threadAnswerSchema.parse(answer).thread;
    } catch (thrown) {
      if (!(thrown instanceof Refused) || tries === joinTries) throw thrown;
      await delay(joinPauseMs);
    }
  }
}

/** What is asked for more than is needed: null where the server does not have it. */
async function ask(server: AppServer, method: string, params: object): Promise<unknown> {
  try {
    return await server.request(method, params);
  } catch (thrown) {
    if (thrown instanceof Refused) return null;
    throw thrown;
  }
}
