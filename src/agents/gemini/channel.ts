import type { AgentLink, Channel, DialogAnswers, TerminalSignal } from '../adapter.ts';
import { answerDialog } from './answer-dialog.ts';
import {
  ConversationFile,
  type TurnRecord,
  failureWords,
  findConversation,
  isNudge,
  newestConversation,
} from './conversation.ts';
import { deliverPrompt } from './deliver.ts';
import { type HookEvent, agentName, askedQuestions, readHookEvent, toolWords } from './hook-event.ts';
import { OpenDialogs } from './open-dialogs.ts';
import { type TitleState, titleState, waitsForServers } from './screen.ts';
import { shadowHome } from './start.ts';
import { SubWork } from './sub-work.ts';
import { until } from './typing.ts';

/** A title counts as Ready once it has stood for so long, ms: between two parts of a turn it may flicker. */
const readyMs = 120;
/** Without a hook at its end a turn is over when the title has stood for so long, ms. */
const sureMs = 2_000;
const unsureMs = 10_000;
/** For so long the first prompt may wait for MCP servers of the user's to start, ms. */
const firstPromptMs = 60_000;

/**
 * Speaks with one Gemini CLI. Its hooks say when a turn begins and ends and what is called; the conversation's file says
 * how the turn ended; the title says what no hook does (a turn broken off, a dialog); the screen shows the dialogs.
 */
export class GeminiChannel implements Channel {
  readonly #link: AgentLink;
  readonly #dialogs: OpenDialogs;
  readonly #subWork: SubWork;
  /** A prompt came with the start, and has not been taken yet: a Ready title means nothing. */
  #coming: boolean;
  #openedAt: number;
  #title: TitleState | null = null;
  #readySince = 0;
  /** A turn is under way, and its end has not been reported. */
  #inTurn: boolean;
  /** The lines of the conversation when the turn began. */
  #recordsBefore = -1;
  #file: ConversationFile | null = null;
  /** Ends the wait at a turn's end. */
  #held: AbortController | null = null;
  #newest = 0;
  /** When the last turn ended. */
  #endedAt = 0;
  /** The lines of the conversation when the model was called last, and how often it was called on them. */
  #called = { records: -1, times: 0 };
  readonly #prompts: string[] = [];
  #readyTimer: NodeJS.Timeout | null = null;
  #lookTimer: NodeJS.Timeout | null = null;

  constructor(link: AgentLink) {
    this.#link = link;
    this.#dialogs = new OpenDialogs(link);
    this.#subWork = new SubWork((words, rule) => link.report({ kind: 'sub-work', words, rule }));
    const { run, conversation } = link.session();
    const activity = run?.activity.kind ?? 'unknown';
    this.#openedAt = link.now();
    this.#coming = activity === 'starting';
    this.#inTurn = activity !== 'starting' && activity !== 'resting';
    // A new run goes on in the same one only perhaps: its first hook says.
    const path =
      conversation === null || this.#coming ? null : findConversation(shadowHome(link.stateDir), conversation);
    if (path !== null) this.#file = new ConversationFile(path);
  }

  async hook(event: unknown, call: { readonly request: string; readonly gone: AbortSignal }): Promise<unknown> {
    const read = readHookEvent(event);
    if (read === null) return null;
    this.#follow(read);
    if (read.hook_event_name === 'AfterAgent') return this.#turnEnds(read.timestamp ?? this.#link.now(), call);
    this.#observe(read);
    return null;
  }

  seen(signal: TerminalSignal): void {
    if (signal.kind === 'title') this.#titled(titleState(signal.title));
    if (signal.kind === 'title' || signal.kind === 'screen') this.#look();
  }

  deliver(text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
    const rests = () => this.#title === 'ready' && this.#held === null && this.#dialogs.open === null && !this.#coming;
    return deliverPrompt({ link: this.#link, rests, prompts: this.#prompts }, text);
  }

  answer(dialog: string, answers: DialogAnswers): Promise<'answered' | 'gone'> {
    return answerDialog({ link: this.#link, dialogs: this.#dialogs, look: () => this.#look() }, dialog, answers);
  }

  async interrupt(): Promise<boolean> {
    if (this.#title === 'ready' || this.#title === null || !this.#link.type('\u001b')) return false;
    return until(this.#link.closed, 3_000, () => this.#title === 'ready');
  }

  close(): void {
    if (this.#readyTimer !== null) clearTimeout(this.#readyTimer);
    if (this.#lookTimer !== null) clearTimeout(this.#lookTimer);
  }

  /** How the conversation says that the turn stands; null while there is none. */
  #turn(): TurnRecord | null {
    if (this.#file === null) {
      const newest = newestConversation(shadowHome(this.#link.stateDir));
      if (newest === null) return null;
      this.#file = new ConversationFile(newest.path);
      this.#link.report({ kind: 'conversation', id: newest.id });
    }
    return this.#file.read();
  }

  /** Which conversation it is: it changes with `/clear`. */
  #follow({ session_id: id, transcript_path: path }: HookEvent): void {
    if (path !== '' && path !== this.#file?.path) this.#file = new ConversationFile(path);
    if (id !== '') this.#link.report({ kind: 'conversation', id });
  }

  #observe(event: Exclude<HookEvent, { hook_event_name: 'AfterAgent' }>): void {
    const at = event.timestamp ?? this.#link.now();
    // A sender that was overtaken tells of what is over; but a dialog it announces may still be to come.
    const late = event.timestamp !== undefined && at < this.#newest;
    if (event.timestamp !== undefined) this.#newest = Math.max(this.#newest, at);
    const rule = `hook ${event.hook_event_name}`;
    switch (event.hook_event_name) {
      case 'BeforeAgent':
        if (event.timestamp === undefined || at > this.#endedAt) return this.#prompted(event.prompt, rule);
        // Its sender was overtaken by the end of its own turn: it begins nothing any more.
        this.#coming = false;
        this.#prompts.push(event.prompt);
        return;
      case 'BeforeModel':
        return this.#modelCalled(rule);
      case 'BeforeTool': {
        const { tool_name: tool, tool_input: input } = event;
        if (tool === 'ask_user') this.#dialogs.announce({ kind: 'questions', questions: askedQuestions(input), at });
        if (tool === 'invoke_agent') this.#subWork.began(agentName(input), rule);
        if (!late && this.#inTurn) this.#working(toolWords(tool, input), rule);
        return;
      }
      case 'AfterTool':
        return this.#subWork.ended(agentName(event.tool_input), rule);
      case 'Notification':
        if (event.details.type !== 'ask_user')
          this.#dialogs.announce({ kind: 'permission', details: event.details, at });
        return this.#look();
      case 'SessionStart':
        return;
    }
  }

  #prompted(prompt: string, rule: string): void {
    this.#coming = false;
    this.#prompts.push(prompt);
    this.#held?.abort();
    this.#begin();
    if (isNudge(prompt)) this.#working('asked for words', rule);
    else {
      this.#dialogs.forget();
      this.#link.report({ kind: 'prompted', text: prompt, rule });
    }
  }

  #begin(): void {
    if (!this.#inTurn) this.#recordsBefore = this.#turn()?.records ?? 0;
    this.#inTurn = true;
    // A title that still says Ready says it of before the turn.
    this.#readySince = this.#link.now();
    this.#called = { records: -1, times: 0 };
  }

  /** Called again while the conversation has not got a line more: the call before failed. */
  #modelCalled(rule: string): void {
    const turn = this.#turn();
    if (turn === null || !turn.awaited || !this.#inTurn) return;
    const times = turn.records === this.#called.records ? this.#called.times + 1 : 1;
    this.#called = { records: turn.records, times };
    if (times === 1) return;
    const words = `no answer from the model, attempt ${times}`;
    this.#link.report({ kind: 'activity', activity: 'retrying', words, rule: `${rule} again, without an answer` });
  }

  #working(words: string | null, rule: string): void {
    this.#link.report({ kind: 'activity', activity: 'working', words, rule });
  }

  /** The reply of the hook at a turn's end: the turn goes on with its reason. */
  async #turnEnds(at: number, call: { request: string; gone: AbortSignal }): Promise<unknown> {
    const turn = this.#turn();
    this.#newest = Math.max(this.#newest, at);
    this.#endedAt = at;
    // Gemini CLI goes on by itself; or it failed or was broken off, which the Ready title then reports.
    if (turn !== null && (turn.goesOn || turn.cancelled || turn.failure !== null)) return null;
    this.#inTurn = true;
    this.#subWork.over('hook AfterAgent');
    this.#dialogs.forget();
    const held = new AbortController();
    this.#held = held;
    const words = turn?.words ?? null;
    this.#link.report({ kind: 'turn-ended', words, background: [], held: true, rule: 'hook AfterAgent' });
    this.#inTurn = false;
    try {
      const text = await this.#link.afterTurn(call.request, AbortSignal.any([call.gone, held.signal]));
      return text === null ? null : { decision: 'block', reason: text };
    } catch (thrown) {
      if (held.signal.aborted) return null;
      throw thrown;
    } finally {
      if (this.#held === held) this.#held = null;
      // The title may have said so before.
      if (this.#title === 'ready') this.#settle();
    }
  }

  #titled(state: TitleState | null): void {
    if (state === this.#title) return;
    this.#title = state;
    this.#readySince = this.#link.now();
    if (this.#readyTimer !== null) clearTimeout(this.#readyTimer);
    this.#readyTimer = null;
    if (state === 'ready') this.#settle();
    if (state === 'working' && this.#held === null) {
      this.#coming = false;
      this.#begin();
      this.#working(null, 'title "Working…"');
    }
  }

  #settle(): void {
    if (this.#readyTimer !== null) clearTimeout(this.#readyTimer);
    this.#readyTimer = setTimeout(() => this.#rests(), readyMs);
    this.#readyTimer.unref();
  }

  /** The title says Ready: the input box waits. Why, the conversation says. */
  #rests(): void {
    this.#readyTimer = null;
    if (this.#title !== 'ready' || this.#link.closed.aborted) return;
    const turn = this.#turn();
    const rule = 'title "Ready"';
    if (this.#held !== null) {
      // Broken off while its end was held: no answer of ours may reach it any more.
      if (turn?.cancelled !== true) return this.#settle();
      this.#held.abort();
      return this.#link.report({ kind: 'interrupted', rule: 'its conversation says "Request cancelled."' });
    }
    if (this.#coming) {
      const late = this.#link.now() - this.#openedAt > firstPromptMs && !waitsForServers(this.#link.screen.lines());
      if (this.#dialogs.open === null && late) this.#coming = false;
      return this.#settle();
    }
    this.#subWork.over(rule);
    this.#dialogs.forget();
    if (!this.#inTurn) return this.#link.report({ kind: 'activity', activity: 'resting', words: null, rule });
    if (turn?.cancelled === true) {
      this.#inTurn = false;
      return this.#link.report({ kind: 'interrupted', rule: 'its conversation says "Request cancelled."' });
    }
    if (turn !== null && turn.failure !== null && !turn.goesOn) {
      this.#inTurn = false;
      const reason = failureWords(turn.failure);
      return this.#link.report({ kind: 'turn-failed', reason, rule: 'its conversation has an error' });
    }
    // No hook came: they are switched off, by the repository's own settings perhaps. Or the title is an old one: a later
    // daemon reads again what the terminal showed before.
    const stood = this.#link.now() - this.#readySince;
    if (stood < sureMs) return this.#settle();
    if (turn !== null && turn.records > this.#recordsBefore && turn.words !== null && !turn.awaited && !turn.goesOn) {
      this.#inTurn = false;
      return this.#link.report({ kind: 'turn-ended', words: turn.words, background: [], held: false, rule });
    }
    if (stood < unsureMs) return this.#settle();
    const nothing = 'title "Ready", and no end of the turn in its conversation';
    this.#link.report({ kind: 'activity', activity: 'unknown', words: null, rule: nothing });
  }

  #look(): void {
    if (this.#link.closed.aborted) return;
    const expected = this.#title === 'action' || this.#title === null || this.#coming || this.#dialogs.open !== null;
    const again = this.#dialogs.look(expected);
    if (again === null) return;
    if (this.#lookTimer !== null) clearTimeout(this.#lookTimer);
    this.#lookTimer = setTimeout(() => this.#look(), again);
    this.#lookTimer.unref();
  }
}
