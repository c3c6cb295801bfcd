import { setTimeout as pause } from 'node:timers/promises';
import type { AgentLink, Channel, DialogAnswers, TerminalSignal } from '../adapter.ts';
import { Fault } from '../../core/fault.ts';
import { Connection } from './connection.ts';
import { permissionReply, questionReply } from './dialogs.ts';
import type { Event, FullMessage } from './events.ts';
import { PromptWatch } from './prompts/prompt-watch.ts';
import { type ServerPlace, toldFile } from './run-files.ts';
import { askScreen } from './screen-rules.ts';
import { newIds, send, sendFirst } from './prompts/send.ts';
import { OpencodeServer } from './server.ts';
import { type Open, type Seen, type Watch, newWatch, seeEvent, seeLast, seeSnapshot, without } from './watch.ts';

/** A turn that has messages and no status is just beginning, slowly under load; after so long it was cut off, ms. */
const beginMs = 30_000;
const readEachMs = 100;
/** So long its server may be away, or without a conversation, before the screen is asked, ms. */
const patienceMs = 5000;
/** So long an answer waits for the server, and a message is tried, ms: a machine under load makes it slow. */
const answerMs = 10_000;
const sendMs = 20_000;

/** Speaks with one running opencode over HTTP. */
export class OpencodeChannel implements Channel {
  readonly #link: AgentLink;
  readonly #server: OpencodeServer;
  readonly #connection: Connection;
  readonly #over = new AbortController();
  readonly #closed: AbortSignal;
  #watch: Watch;
  readonly #prompts: PromptWatch;
  /** The turn whose end is being read. */
  #reading: number | null = null;
  #firstSent = false;
  #sendingFirst = false;
  /** Conversations in which we have just refused, or allowed for good: opencode closes other requests along with it. */
  readonly #settling = new Set<string>();
  /** What the agent is told when our refusal has ended its turn. */
  #refusal: string | null = null;

  constructor(link: AgentLink, place: ServerPlace) {
    this.#link = link;
    this.#closed = AbortSignal.any([link.closed, this.#over.signal]);
    this.#server = new OpencodeServer(place, this.#closed);
    this.#prompts = new PromptWatch(this.#server, this.#closed, (what, thrown) => link.log(what, thrown));
    const told = toldFile.read(link.runDir)?.message ?? null;
    this.#watch = newWatch({ startedAt: place.startedAt, main: place.conversation, told });
    if (link.session().run?.activity.kind === 'unknown')
      link.report({ kind: 'activity', activity: 'starting', words: null, rule: 'its server does not answer yet' });
    const listener = {
      connecting: async () => this.#tellFirst(),
      whole: (snapshot: Parameters<typeof seeSnapshot>[1]) =>
        this.#take(seeSnapshot(this.#watch, snapshot, this.#openDialogs())),
      event: (event: Event) => this.#see(event),
      away: () => this.#askScreen(),
      log: (what: string, thrown: unknown) => link.log(what, thrown),
    };
    this.#connection = new Connection(this.#server, listener, this.#closed);
  }

  seen(signal: TerminalSignal): void {
    if (signal.kind === 'screen') this.#askScreen();
  }

  async deliver(text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
    const { main } = this.#watch;
    if (!this.#connection.up || main === null || !this.#firstSent) return 'later';
    return send(this.#sending(main), newIds(this.#link.now()), text);
  }

  async answer(dialog: string, answers: DialogAnswers): Promise<'answered' | 'gone'> {
    if (!(await this.#connection.comesUp(answerMs)))
      throw new Fault({
        code: 'environment',
        message: "opencode's server does not answer",
        hint: 'answer in its terminal',
      });
    const open = this.#watch.dialogs.get(dialog);
    if (open === undefined) return 'gone';
    // Its closing is then our own doing, and no news.
    this.#watch = without(this.#watch, dialog);
    try {
      return (await this.#reply(open, answers)) ? 'answered' : 'gone';
    } catch (thrown) {
      // Whether it is still open the next look tells; until then it is.
      this.#watch = { ...this.#watch, dialogs: new Map([...this.#watch.dialogs, [dialog, open]]) };
      throw thrown;
    }
  }

  async interrupt(): Promise<boolean> {
    const { main } = this.#watch;
    return this.#connection.up && main !== null && this.#server.abort(main);
  }

  close(): void {
    this.#over.abort();
  }

  #reply(open: Open, answers: DialogAnswers): Promise<boolean> {
    const { id, sessionID } = open.request;
    if (open.kind === 'question') return this.#server.reply(open.kind, id, questionReply(open.request, answers));
    const reply = permissionReply(answers);
    if (reply.reply !== 'once') this.#settling.add(sessionID);
    const others = [...this.#watch.dialogs.values()].some(
      (other) => other.kind === 'permission' && other.request.sessionID === sessionID,
    );
    // The others are refused along with it, and without a word, which ends the turn (seen).
    if (reply.reply === 'reject' && others && sessionID === this.#watch.main)
      this.#refusal = `${reply.message}\n\n(What else waited to be allowed was dropped with it: try again what you still need.)`;
    return this.#server.reply(open.kind, id, reply);
  }

  #see(event: Event): void {
    const byUs = event.type === 'permission.replied' && this.#settling.has(event.properties.sessionID);
    if (event.type === 'session.error' && event.properties.error?.name === 'MessageAbortedError')
      this.#prompts.drop(event.properties.sessionID ?? '');
    if (event.type === 'session.status') this.#settling.delete(event.properties.sessionID);
    this.#take(seeEvent(this.#watch, event, byUs ? 'agent' : 'terminal'));
  }

  #take({ watch, reports, read, dead }: Seen): void {
    const { told } = this.#watch;
    this.#watch = watch;
    for (const report of reports) this.#link.report(report);
    if (watch.told !== null && watch.told !== told) toldFile.write(this.#link.runDir, { message: watch.told });
    void this.#tellFirst();
    if (read !== null) void this.#readLast(read);
    for (const open of dead) void this.#drop(open);
  }

  /** Sends the first message, if there is one, as soon as there is a conversation for it. */
  async #tellFirst(): Promise<void> {
    const { main } = this.#watch;
    if (this.#firstSent || this.#sendingFirst || main === null) return;
    this.#sendingFirst = true;
    try {
      while (!this.#firstSent && !this.#closed.aborted) {
        this.#firstSent = await sendFirst(this.#sending(main), this.#link.runDir, () => this.#link.now());
        if (!this.#firstSent) await pause(readEachMs, undefined, { signal: this.#closed });
      }
    } catch (thrown) {
      if (!this.#closed.aborted) this.#link.log('its first message could not be sent', thrown);
    } finally {
      this.#sendingFirst = false;
    }
  }

  /** Reads how a turn ended. Its server may go away meanwhile: the next connection looks again. */
  async #readLast({ conversation, turn }: { conversation: string; turn: number }): Promise<void> {
    // It comes to rest twice where it is broken off (seen).
    if (this.#reading === turn) return;
    this.#reading = turn;
    try {
      await this.#readEnd(conversation, turn);
    } finally {
      if (this.#reading === turn) this.#reading = null;
    }
  }

  async #readEnd(conversation: string, turn: number): Promise<void> {
    const until = performance.now() + beginMs;
    while (!this.#closed.aborted && this.#watch.turn.number === turn) {
      const late = performance.now() >= until;
      try {
        const last = await this.#server.lastMessage(conversation);
        if (this.#isOver(last) || late) {
          await this.#endTurn(seeLast(this.#watch, last, turn));
          return;
        }
      } catch (thrown) {
        if (this.#closed.aborted) return;
        if (late) {
          this.#link.log('how its turn ended could not be read', thrown);
          return;
        }
      }
      await pause(readEachMs, undefined, { signal: this.#closed }).catch(() => {});
    }
  }

  /** Whether the last message says that its turn is over: its status may come before it, or after (seen). */
  #isOver(last: FullMessage | null): boolean {
    if (last === null || last.info.time.created < this.#watch.startedAt) return true;
    const { role, time, error } = last.info;
    if (role === 'user') return this.#watch.turn.error !== null;
    return time.completed !== undefined || error !== undefined;
  }

  async #endTurn(seen: Seen): Promise<void> {
    const [refusal, { main }] = [this.#refusal, seen.watch];
    this.#refusal = null;
    if (refusal === null || main === null || !seen.reports.some((report) => report.kind === 'interrupted'))
      return this.#take(seen);
    this.#take({ ...seen, reports: [] });
    if ((await send(this.#sending(main), newIds(this.#link.now()), refusal)) !== 'delivered') this.#take(seen);
  }

  /** Nobody waits for it any more; without this its dialog would keep the person from typing (seen). */
  async #drop({ kind, request }: Open): Promise<void> {
    try {
      if (kind === 'permission') await this.#server.reply(kind, request.id, { reply: 'reject' });
      else await this.#server.rejectQuestion(request.id);
    } catch (thrown) {
      if (!this.#closed.aborted) this.#link.log('a dialog of a broken-off turn could not be closed', thrown);
    }
  }

  /** Dialogs that are open as far as our side knows. */
  #openDialogs(): string[] {
    return this.#link
      .session()
      .questions.flatMap(({ dialog, sent, withdrawn }) => (dialog !== null && !sent && !withdrawn ? [dialog] : []));
  }

  #sending(conversation: string) {
    const log = (what: string, thrown: unknown) => this.#link.log(what, thrown);
    const given = (prompt: Parameters<PromptWatch['given']>[0]) => this.#prompts.given(prompt);
    return { server: this.#server, conversation, closed: this.#closed, patienceMs: sendMs, given, log };
  }

  /** The last resort: while its server says nothing, the screen is what there is. */
  #askScreen(): void {
    const silent = !this.#connection.up || this.#watch.main === null;
    if (this.#closed.aborted || !silent || this.#connection.sinceMs < patienceMs) return;
    const starting = this.#link.session().run?.activity.kind === 'starting';
    const now = this.#link.now();
    for (const report of askScreen(this.#link.screen.lines(), { open: this.#openDialogs(), starting, now }))
      this.#link.report(report);
  }
}
