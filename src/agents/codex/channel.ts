import { randomUUID } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../../core/has-code.ts';
import type { Report } from '../../core/model/report.ts';
import { openDialogs } from '../../core/model/session.ts';
import type { AgentLink, Channel, DialogAnswers, TerminalSignal } from '../adapter.ts';
import { AppServer, Broken, Refused } from './app-server.ts';
import { Conversation, type Listener } from './conversation.ts';
import { laterAnswer, replyTo } from './dialogs.ts';
import { planIn, readIfThere, reportedIn, socketIn, untoldIn } from './places.ts';
import { TerminalReader } from './terminal-reader.ts';
import { deliveryPrefix } from './thread-reader.ts';

/** Between two tries to reach the app-server, ms. */
const retryMs = 100;
/** A message that was taken is in its thread at once, and a question that was answered is resolved at once, ms. */
const confirmMs = 10_000;

/** Somebody who is connected, and to what. */
interface Live {
  readonly server: AppServer;
  readonly conversation: Conversation;
  /** Resolves when the connection is no more. */
  readonly gone: Promise<void>;
}

/** The way to one running Codex: the daemon is one more client of its app-server, beside the TUI in the tile. */
export class CodexChannel implements Channel {
  readonly #link: AgentLink;
  readonly #terminal: TerminalReader;
  #live: Live | null = null;
  #wasJoined = false;
  /** Waits for a thread that is joined. */
  #joined = Promise.withResolvers<void>();

  constructor(link: AgentLink) {
    this.#link = link;
    this.#terminal = new TerminalReader(link);
    this.#keepConnected().catch((thrown: unknown) => link.log('the way to its app-server broke down', thrown));
  }

  seen(signal: TerminalSignal): void {
    const conversation = this.#live?.conversation ?? null;
    this.#terminal.seen(signal, { connected: conversation !== null, before: conversation?.isAwaited ?? false });
  }

  async deliver(text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
    const live = this.#live;
    const reader = live?.conversation.reader ?? null;
    if (live === null || reader === null || reader.turn !== null || live.conversation.open.size > 0) return 'later';
    return this.#send(live, text, `${deliveryPrefix}${randomUUID()}`);
  }

  async answer(dialog: string, answers: DialogAnswers): Promise<'answered' | 'gone'> {
    if (this.#terminal.shows(dialog)) {
      await this.#terminal.choose(answers[0] ?? '');
      return 'answered';
    }
    // A daemon that has just come must know first what is open.
    await this.#joined.promise;
    const live = this.#live;
    if (live === null) return 'gone';
    const { conversation, server, gone } = live;
    const later = conversation.reader?.later.get(dialog);
    if (later !== undefined) {
      conversation.reader?.later.delete(dialog);
      const outcome = await this.#send(live, laterAnswer(later, answers), `${deliveryPrefix}${randomUUID()}`);
      return outcome === 'later' ? 'gone' : 'answered';
    }
    const question = conversation.open.get(dialog);
    if (question === undefined) return 'gone';
    const { result, said } = replyTo(question, answers);
    const resolved = Promise.withResolvers<void>();
    conversation.answering.set(question.id, resolved.resolve);
    // Sent first: so the agent reads the reason together with the denial, and does not try something else before.
    const told = said === null ? null : this.#send(live, said, `${deliveryPrefix}${randomUUID()}`);
    server.respond(question.id, result);
    if (!(await within(resolved.promise, gone))) this.#link.log(`codex did not confirm the answer to ${dialog}`);
    conversation.answering.delete(question.id);
    await told;
    return 'answered';
  }

  async interrupt(): Promise<boolean> {
    const reader = this.#live?.conversation.reader;
    if (!reader?.turn) return false;
    try {
      await this.#live?.server.request('turn/interrupt', { threadId: reader.id, turnId: reader.turn });
      return true;
    } catch (thrown) {
      if (thrown instanceof Refused || thrown instanceof Broken) return false;
      throw thrown;
    }
  }

  close(): void {
    this.#live?.server.close();
  }

  /** Starts a turn with a message, or adds it to the one under way. It is there when the thread has it. */
  async #send(
    { server, conversation, gone }: Live,
    text: string,
    id: string,
  ): Promise<'delivered' | 'later' | 'unconfirmed'> {
    const arrived = Promise.withResolvers<void>();
    conversation.sending.set(id, arrived.resolve);
    try {
      await server.request('turn/start', {
        threadId: conversation.reader?.id,
        clientUserMessageId: id,
        input: [{ type: 'text', text, text_elements: [] }],
      });
      return (await within(arrived.promise, gone)) ? 'delivered' : 'unconfirmed';
    } catch (thrown) {
      if (thrown instanceof Broken) return 'unconfirmed';
      if (!(thrown instanceof Refused)) throw thrown;
      this.#link.log('codex refused a message', thrown);
      return 'later';
    } finally {
      conversation.sending.delete(id);
    }
  }

  async #keepConnected(): Promise<void> {
    const { closed } = this.#link;
    let conversation = new Conversation(this.#listener(), null);
    while (!closed.aborted) {
      const ended = Promise.withResolvers<void>();
      const server = await this.#connect(conversation, ended.resolve);
      if (server === null) {
        await delay(retryMs, undefined, { signal: closed }).catch(() => undefined);
        continue;
      }
      this.#live = { server, conversation, gone: ended.promise };
      try {
        await conversation.begin(server);
      } catch (thrown) {
        if (!(thrown instanceof Broken)) this.#link.log('codex does not tell what it does', thrown);
      }
      await ended.promise;
      this.#live = null;
      if (closed.aborted) return;
      this.#joined = Promise.withResolvers<void>();
      this.#link.report({ kind: 'activity', activity: 'unknown', words: null, rule: 'its app-server hung up' });
      conversation = new Conversation(this.#listener(), conversation.reader);
    }
  }

  /** null: nobody listens yet, or any more. */
  async #connect(conversation: Conversation, closed: () => void): Promise<AppServer | null> {
    try {
      return await AppServer.connect(socketIn(this.#link.runDir), {
        heard: (server, incoming) => conversation.hear(server, incoming),
        closed,
      });
    } catch (thrown) {
      if (!hasCode(thrown, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET'))
        this.#link.log('its app-server cannot be reached', thrown);
      return null;
    }
  }

  #listener(): Listener {
    const { runDir, stateDir } = this.#link;
    const file = reportedIn(runDir);
    let noted: string | null = null;
    return {
      report: (report) => {
        if (tellsOfTurn(report)) rmSync(untoldIn(stateDir), { force: true });
        this.#link.report(report);
      },
      log: (what, thrown) => this.#link.log(what, thrown),
      // The start's own file is older than any turn of the run, the note of its start may be younger.
      runStartedAt:
        statSync(planIn(runDir), { throwIfNoEntry: false })?.mtimeMs ?? this.#link.session().run?.startedAt ?? 0,
      reportedTurn: () => readIfThere(file),
      noteReported: (turn) => {
        if (turn === noted) return;
        writeFileSync(file, turn, { mode: 0o600 });
        noted = turn;
      },
      joined: (conversation) => this.#isJoined(conversation),
    };
  }

  /** All that is open is known: what a daemon before knew of, and is not, was answered by somebody else. */
  #isJoined({ open, reader }: Conversation): void {
    // While a daemon was away the tile was there; while the app-server was, nobody could answer.
    const by = this.#wasJoined ? 'agent' : 'terminal';
    this.#wasJoined = true;
    for (const dialog of new Set(openDialogs(this.#link.session()).map((question) => question.dialog ?? ''))) {
      if (open.has(dialog) || reader?.later.has(dialog)) continue;
      this.#link.report({ kind: 'dialog-closed', dialog, by, rule: 'app-server does not ask it any more' });
    }
    this.#joined.resolve();
  }
}

/** Whether there is, or was, a turn in this run: then it has taken what it was started with. */
function tellsOfTurn(report: Report): boolean {
  if (report.kind === 'activity') return report.activity === 'working';
  return ['prompted', 'turn-ended', 'turn-failed', 'interrupted'].includes(report.kind);
}

/** Whether it comes in time, and before the connection is gone. */
async function within(promise: Promise<void>, gone: Promise<void>): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(confirmMs, false, { signal: timer.signal }).catch(() => false);
  const came = await Promise.race([promise.then(() => true), gone.then(() => false), late]);
  timer.abort();
  return came;
}
