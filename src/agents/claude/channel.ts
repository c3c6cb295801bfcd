import type { Report } from '../../core/model/report.ts';
import type { AgentLink, Channel, TerminalSignal } from '../adapter.ts';
import { type InputState, typePrompt } from './deliver.ts';
import { failureWords } from './failure-words.ts';
import { backgroundOf, endsUnheard } from './background.ts';
import { type HookEvent, type PermissionRequest, type Stop, parseHookEvent } from './hook-event.ts';
import { oneLine } from './one-line.ts';
import { OpenDialogs } from './open-dialogs.ts';
import { type RegistryEntry, registryFolder } from './registry.ts';
import { errorOnScreen, retryWords, startDialog } from './screen-rules.ts';
import { PromptWatch } from './prompt-watch.ts';
import { startedConversation } from './start.ts';
import { SubWork } from './sub-work.ts';
import { toolWords } from './tool-words.ts';
import { Turn } from './turn.ts';
import { escape } from './typing.ts';
import { RegistryWatch } from './watch-registry.ts';
import { WaitingWatch } from './watch-waiting.ts';

/** A call that waits under a hook. */
interface Call {
  readonly request: string;
  readonly gone: AbortSignal;
}

/** How long a hook's process must be gone before that counts as an answer by key, ms: it may be us who are going. */
const goneMs = 100;

/** How long a later daemon's picture of the screen may take, ms. */
const recallMs = 1_000;

const startDialogName = 'start-dialog';

/** The way to one running Claude Code. */
export class ClaudeChannel implements Channel {
  readonly #link: AgentLink;
  readonly #turn: Turn;
  readonly #dialogs: OpenDialogs;
  readonly #subWork = new SubWork();
  readonly #registry: RegistryWatch;
  readonly #waiting: WaitingWatch;
  readonly #prompts = new PromptWatch();
  readonly #timers = new Set<NodeJS.Timeout>();
  #conversation: string | null;
  #typing = false;
  #wasUnderWay: boolean;

  constructor(link: AgentLink) {
    this.#link = link;
    const tell = (report: Report) => {
      if (!link.closed.aborted) link.report(report);
    };
    const before = link.session().run?.activity.kind ?? null;
    this.#wasUnderWay = before === 'working' || before === 'retrying';
    this.#turn = new Turn({ tell, now: () => link.now(), before });
    this.#dialogs = new OpenDialogs(tell, link.worktree);
    this.#conversation = startedConversation(link.runDir);
    if (this.#conversation !== null) tell({ kind: 'conversation', id: this.#conversation });
    this.#registry = new RegistryWatch({
      folder: registryFolder(link.env),
      sought: () => ({ pid: link.pid, conversation: this.#conversation }),
      onEntry: (entry) => this.#follow(entry),
      onProblem: (what, thrown) => link.log(what, thrown),
    });
    this.#waiting = new WaitingWatch({
      dialogs: this.#dialogs,
      registry: this.#registry,
      openMenu: (text, about) => this.#openMenu(text, about),
      now: () => link.now(),
    });
    this.#registry.start();
  }

  async hook(event: unknown, call: Call): Promise<unknown> {
    const heard = parseHookEvent(event);
    if (heard === undefined) {
      this.#link.log(`a hook event of Claude Code is not understood: ${oneLine(JSON.stringify(event) ?? '')}`);
      return null;
    }
    if (this.#subWork.hear(heard)) {
      this.#link.report({ kind: 'sub-work', words: this.#subWork.words(), rule: `hook ${heard.hook_event_name}` });
    }
    if (heard.hook_event_name === 'PermissionRequest') return this.#holdDialog(heard, call);
    this.#closeAnswered(heard);
    // A helper's events say nothing about the session's own turn.
    if (heard.agent_id !== undefined) return null;
    if (heard.hook_event_name === 'Stop') return this.#stop(heard, call);
    this.#hearOwn(heard);
    return null;
  }

  seen(signal: TerminalSignal): void {
    if (signal.kind !== 'screen') return;
    const lines = this.#link.screen.lines();
    if (this.#turn.isStarting) this.#lookForStartDialog(lines);
    else if (this.#dialogs.size === 0) this.#turn.retries(retryWords(lines) ?? null);
  }

  async deliver(text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
    if (this.#typing) return 'later';
    this.#typing = true;
    try {
      return await typePrompt(text, { link: this.#link, state: this.#inputState() });
    } finally {
      this.#typing = false;
    }
  }

  async answer(dialog: string, answers: readonly string[]): Promise<'answered' | 'gone'> {
    await this.#dialogs.comesBack(dialog);
    return this.#dialogs.answer(dialog, answers) ? 'answered' : 'gone';
  }

  async interrupt(): Promise<boolean> {
    // In a dialog Escape is a refusal, and at rest it opens a menu.
    if (this.#dialogs.size > 0 || !this.#turn.isUnderWay || this.#registry.read()?.status !== 'busy') return false;
    return this.#link.type(escape);
  }

  close(): void {
    this.#registry.close();
    this.#turn.close();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#dialogs.release();
    this.#waiting.close();
  }

  #hearOwn(event: Exclude<HookEvent, Stop | PermissionRequest>): void {
    switch (event.hook_event_name) {
      case 'SessionStart':
        this.#conversation = event.session_id;
        this.#link.report({ kind: 'conversation', id: event.session_id });
        if (event.source === 'startup' || event.source === 'resume') this.#turn.starting('hook SessionStart');
        return;
      case 'UserPromptSubmit':
        this.#turn.prompted(isMachine(event.prompt) ? null : event.prompt, 'hook UserPromptSubmit');
        this.#prompts.hear(event.prompt);
        return;
      case 'PreToolUse':
        this.#turn.works(
          toolWords(event.tool_name, event.tool_input, this.#link.worktree),
          `hook PreToolUse ${event.tool_name}`,
        );
        return;
      case 'PostToolUse':
      case 'PostToolUseFailure':
        this.#turn.works(null, `hook ${event.hook_event_name} ${event.tool_name}`);
        return;
      case 'PreCompact':
        this.#turn.isBusyWith('compacting the conversation', 'hook PreCompact');
        return;
      case 'StopFailure':
        this.#turn.failed(failureWords(event), `hook StopFailure ${event.error}`);
        return;
      case 'Notification':
        if (event.notification_type === 'agent_needs_input')
          this.#openMenu(event.message, { rule: 'hook Notification', at: this.#link.now() });
        return;
      case 'SessionEnd':
      case 'PostCompact':
      case 'PermissionDenied':
      case 'SubagentStart':
      case 'SubagentStop':
      case 'TeammateIdle':
      case 'TaskCreated':
      case 'TaskCompleted':
    }
  }

  async #stop(event: Stop, { request, gone }: Call): Promise<unknown> {
    const words = event.last_assistant_message ?? null;
    const background = backgroundOf(event, this.#subWork.idleMates);
    if (background.length > 0) {
      this.#turn.endedWithBackground({ words, background, endsUnheard: endsUnheard(event) });
      return null;
    }
    // The same call again, from before a restart of the daemon: its turn has ended once, and it gets the same word.
    const given = this.#link.session().messages.filter(({ delivered }) => delivered?.request === request);
    if (given.length === 0) this.#turn.held(words);
    const text =
      given.length > 0 ? given.map((message) => message.text).join('\n\n') : await this.#afterTurn(request, gone);
    if (text === null) {
      this.#turn.letGo();
      return null;
    }
    this.#turn.sentOn(text);
    return { decision: 'block', reason: text };
  }

  /** null too when the hook does not wait any more: Escape in its terminal lets the turn end. */
  async #afterTurn(request: string, gone: AbortSignal): Promise<string | null> {
    try {
      return await this.#link.afterTurn(request, gone);
    } catch (thrown) {
      if (gone.aborted) return null;
      throw thrown;
    }
  }

  async #holdDialog(event: PermissionRequest, { request, gone }: Call): Promise<unknown> {
    const held = this.#dialogs.hold(request, event, this.#link.now());
    const abandon = () => this.#later(goneMs, () => held.abandon('its hook was ended'));
    if (gone.aborted) abandon();
    else gone.addEventListener('abort', abandon, { once: true });
    return held.reply;
  }

  /** What an event tells about dialogs that are not on the screen any more. */
  #closeAnswered(event: HookEvent): void {
    switch (event.hook_event_name) {
      case 'PostToolUse':
      case 'PostToolUseFailure':
      case 'PermissionDenied':
        this.#dialogs.closeCall(event);
        return;
      case 'Stop':
      case 'StopFailure':
      case 'UserPromptSubmit':
        if (event.agent_id !== undefined) return;
        if (event.hook_event_name === 'UserPromptSubmit' && isMachine(event.prompt)) return;
        this.#dialogs.closeOwn(`hook ${event.hook_event_name}`);
        return;
      case 'SessionStart':
        this.#dialogs.close(startDialogName, 'hook SessionStart');
        return;
      default:
    }
  }

  /** The registry says this now, perhaps for the second time. */
  #follow(entry: RegistryEntry): void {
    if (this.#link.closed.aborted) return;
    this.#recall(entry);
    this.#dialogs.close(startDialogName, 'registry: it has started');
    this.#waiting.follow(entry);
    this.#turn.registry(entry);
  }

  /** Once, in a later daemon: how a turn ended while nobody listened. An end of itself waits for us in its hook. */
  #recall(entry: RegistryEntry): void {
    if (!this.#wasUnderWay) return;
    this.#wasUnderWay = false;
    if (entry.status !== 'idle' && entry.status !== 'shell') return;
    this.#later(recallMs, () => {
      if (this.#turn.isUnderWay) return;
      const error = errorOnScreen(this.#link.screen.lines());
      if (error === undefined) this.#turn.brokenOff(`registry: ${entry.status}, and its hook does not wait`);
      else this.#turn.failed(error, 'screen: API error');
    });
  }

  #lookForStartDialog(lines: readonly string[]): void {
    if (this.#registry.read() !== undefined) return;
    const words = startDialog(lines);
    if (words === undefined) this.#dialogs.close(startDialogName, 'screen: the dialog is gone');
    else this.#openMenu(words, { rule: 'screen: start dialog', at: this.#link.now(), dialog: startDialogName });
  }

  /** Opens a dialog that only its terminal can answer, with what the screen shows. */
  #openMenu(text: string, { rule, at, dialog }: { rule: string; at: number; dialog?: string }): void {
    const shown = this.#link.screen.lines().filter((line) => line.trim() !== '');
    const detail = shown.length === 0 ? null : shown.slice(-menuRows).join('\n');
    this.#dialogs.menu(dialog ?? `menu-${at}`, { text, detail, rule, at });
  }

  #inputState(): InputState {
    const isFree = () => this.#dialogs.size === 0 && this.#registry.read()?.status !== 'waiting';
    return {
      isFree,
      rests: () => {
        const status = this.#registry.read()?.status;
        return this.#dialogs.size === 0 && !this.#turn.isUnderWay && (status === 'idle' || status === 'shell');
      },
      prompted: async (matches, ms) => this.#prompts.next(matches, ms),
    };
  }

  #later(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#link.closed.aborted) then();
    }, ms);
    this.#timers.add(timer);
  }
}

/** Rows of the screen that are shown of a menu. */
const menuRows = 14;

/** A prompt that Claude Code gave itself: background work has ended, a helper says something. */
function isMachine(prompt: string): boolean {
  return /^\s*<(?:task-notification|teammate-message)\b/u.test(prompt);
}
