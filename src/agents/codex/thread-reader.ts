import type { Report } from '../../core/model/report.ts';
import { bareCommand, laterDialog, laterName } from './dialogs.ts';
import type { AskedLater, Item, Notice, Thread, Turn, TurnError } from './messages.ts';

/** Messages that we give to the agent carry an id of ours; what begins so is no answer to what it asked. */
export const deliveryPrefix = 'signalbox-message-';

/** What a daemon that comes later finds of a thread. */
export interface Found {
  readonly thread: Thread;
  /** Newest first. */
  readonly turns: readonly Turn[];
  /** Helpers that are there, those of others too. */
  readonly helpers: readonly Thread[];
  /** Commands that run on in the background. */
  readonly terminals: readonly { readonly itemId: string; readonly command: string }[];
  /** The last turn whose end was reported; null: none was. */
  readonly reported: string | null;
  /** Milliseconds since the epoch. Turns of before are of an earlier run, and nobody waits for their end. */
  readonly runStartedAt: number;
}

/**
 * Reads what the app-server tells of one thread, the one that the tile shows, and of its helpers. Pure: it is told, and
 * gives reports. A helper's own turns and messages mean nothing here but that it works.
 */
export class ThreadReader {
  readonly id: string;
  /** The turn under way; null: its input rests. */
  turn: string | null = null;
  /** The last turn that is over for good: nothing that it started goes on. */
  ended: string | null = null;
  /** Diffs of the changes that the agent is making, by item. */
  readonly changes = new Map<string, string>();
  /** Questions that it does not wait for and that are open, by dialog. */
  readonly later = new Map<string, readonly AskedLater[]>();

  readonly #commands = new Map<string, string>();
  /** Name by thread of the helpers that work. */
  readonly #helpers = new Map<string, string>();
  readonly #known = new Map<string, string>();
  #words: string | null = null;
  #retrying = false;
  /** The turn is over, and what it started is not. */
  #waiting: { turn: string; words: string | null; background: readonly string[] } | null = null;

  constructor(id: string) {
    this.id = id;
  }

  /** Whether a thread is this one or a helper of it. */
  covers(thread: string): boolean {
    return thread === this.id || this.#known.has(thread);
  }

  /** Takes in what is there already, and says what nobody has said yet. */
  join({ thread, turns, helpers, terminals, reported, runStartedAt }: Found): Report[] {
    const last = turns.find(({ startedAt }) => ((startedAt ?? 0) + 1) * 1000 > runStartedAt);
    const reports: Report[] = [{ kind: 'conversation', id: this.id }];
    // What ran in a server that is gone is gone with it.
    this.#commands.clear();
    this.#helpers.clear();
    for (const { itemId, command } of terminals) this.#commands.set(itemId, bareCommand(command));
    for (const item of turns.toReversed().flatMap((turn) => turn.items)) {
      if (item.type === 'subAgentActivity') this.#known.set(item.agentThreadId, nameOf(item.agentPath));
      reports.push(...this.#message(item));
    }
    for (const helper of helpers) reports.push(...this.#adopt(helper));
    // A turn that has just begun may be listed before the thread says that it is active.
    if (thread.status.type === 'active' || last?.status === 'inProgress') {
      this.turn = last?.status === 'inProgress' ? last.id : null;
      reports.push({ kind: 'activity', activity: 'working', words: null, rule: 'app-server thread active' });
    } else if (last !== undefined && last.id === this.turn && last.status === 'interrupted') {
      // It was under way when we lost sight of it.
      this.turn = null;
      this.ended = last.id;
      const reason = 'its app-server ended in the middle of the turn, and was started again';
      reports.push({ kind: 'turn-failed', reason, rule: 'app-server turn interrupted by its own end' });
    } else if (last !== undefined && last.id !== reported) {
      reports.push(...this.#turnOver(last, 'found by'));
    } else {
      this.ended = last?.id ?? null;
      const activity = last === undefined ? 'starting' : 'resting';
      reports.push({ kind: 'activity', activity, words: null, rule: `app-server thread ${thread.status.type}` });
    }
    return reports;
  }

  hear(notice: Notice): Report[] {
    switch (notice.method) {
      case 'thread/started': {
        const { thread } = notice.params;
        return this.#adopt(thread);
      }
      case 'thread/status/changed': {
        const { threadId, status } = notice.params;
        return threadId === this.id ? [] : this.#helperStatus(threadId, status.type);
      }
      case 'turn/started':
        if (notice.params.threadId !== this.id) return [];
        this.#begin(notice.params.turn.id);
        return [{ kind: 'prompted', text: null, rule: 'app-server turn/started' }];
      case 'turn/completed':
        // One that was found over when this was joined may be told once more.
        if (notice.params.threadId !== this.id || notice.params.turn.id === this.ended) return [];
        return this.#turnOver(notice.params.turn, '');
      case 'item/started':
        return this.covers(notice.params.threadId) ? this.#itemStarted(notice.params) : [];
      case 'item/completed':
        return this.covers(notice.params.threadId) ? this.#itemCompleted(notice.params) : [];
      case 'error': {
        const { threadId, error, willRetry } = notice.params;
        if (threadId !== this.id || !willRetry) return [];
        this.#retrying = true;
        return [
          { kind: 'activity', activity: 'retrying', words: errorWords(error), rule: 'app-server error, will retry' },
        ];
      }
      case 'serverRequest/resolved':
        return [];
    }
  }

  #begin(turn: string): void {
    this.turn = turn;
    this.#words = null;
    this.#retrying = false;
    this.#waiting = null;
    this.changes.clear();
  }

  #itemStarted({ threadId, item }: { threadId: string; item: Item }): Report[] {
    if (item.type === 'commandExecution') this.#commands.set(item.id, bareCommand(item.command));
    if (item.type === 'fileChange')
      this.changes.set(item.id, item.changes.map(({ path, diff }) => `${path}\n${diff}`).join('\n'));
    if (threadId !== this.id) return [];
    if (item.type === 'subAgentActivity') this.#known.set(item.agentThreadId, nameOf(item.agentPath));
    const words = doing(item);
    if (words === null && !this.#retrying) return [];
    this.#retrying = false;
    return [{ kind: 'activity', activity: 'working', words, rule: `app-server item ${item.type}` }];
  }

  #itemCompleted({ threadId, item }: { threadId: string; item: Item }): Report[] {
    if (item.type === 'commandExecution') {
      this.#commands.delete(item.id);
      return this.#lessBackground();
    }
    return threadId === this.id ? this.#message(item) : [];
  }

  /** What is said: by the agent, or to it. */
  #message(item: Item): Report[] {
    if (item.type === 'userMessage') {
      if (item.clientId?.startsWith(deliveryPrefix)) return [];
      const answered = [...this.later.keys()];
      this.later.clear();
      return answered.map((dialog) => ({
        kind: 'dialog-closed',
        dialog,
        by: 'terminal',
        rule: 'app-server userMessage',
      }));
    }
    if (item.type !== 'agentMessage') return [];
    if (!item.questions?.length) {
      this.#words = item.text;
      return [];
    }
    this.later.set(laterName(item.id), item.questions);
    return [laterDialog(item.id, item.questions)];
  }

  #turnOver(turn: Turn, found: string): Report[] {
    this.turn = null;
    this.#retrying = false;
    const background = turn.status === 'completed' ? this.#background() : [];
    if (background.length === 0) this.ended = turn.id;
    const rule = `${found} app-server turn/completed ${turn.status}`.trim();
    if (turn.status === 'failed') {
      const reason = turn.error ? errorWords(turn.error) : 'its turn failed, and Codex does not say why';
      return [{ kind: 'turn-failed', reason, rule }];
    }
    if (turn.status !== 'completed') return [{ kind: 'interrupted', rule }];
    const said = turn.items.findLast((item) => item.type === 'agentMessage' && !item.questions?.length);
    const words = said?.type === 'agentMessage' ? said.text : this.#words;
    this.#waiting = background.length === 0 ? null : { turn: turn.id, words, background };
    return [{ kind: 'turn-ended', words, background, held: false, rule }];
  }

  /** A thread that another one of ours has started. */
  #adopt({ id, parentThreadId, status }: Thread): Report[] {
    if (!this.covers(parentThreadId ?? '')) return [];
    if (!this.#known.has(id)) this.#known.set(id, 'helper');
    return this.#helperStatus(id, status.type);
  }

  #helperStatus(thread: string, status: string): Report[] {
    const name = this.#known.get(thread);
    if (name === undefined) return [];
    if (status === 'active') this.#helpers.set(thread, name);
    else this.#helpers.delete(thread);
    const names = [...this.#helpers.values()];
    const words =
      names.length === 0 ? null : `${names.length} subagent${names.length === 1 ? '' : 's'}: ${names.join(', ')}`;
    return [{ kind: 'sub-work', words, rule: `app-server helper ${status}` }, ...this.#lessBackground()];
  }

  /** Neither wakes the agent, but both may still change the worktree: the turn's end is no finish as long as they run. */
  #background(): string[] {
    return [...this.#commands.values(), ...[...this.#helpers.values()].map((name) => `subagent ${name}`)];
  }

  #lessBackground(): Report[] {
    if (this.#waiting === null) return [];
    const { turn, words, background: before } = this.#waiting;
    const background = this.#background();
    if (background.join('\n') === before.join('\n')) return [];
    this.#waiting = background.length === 0 ? null : { turn, words, background };
    if (this.#waiting === null) this.ended = turn;
    return [{ kind: 'turn-ended', words, background, held: false, rule: 'app-server background work ended' }];
  }
}

function nameOf(path: string): string {
  return path.split('/').at(-1) || path;
}

function doing(item: Item): string | null {
  switch (item.type) {
    case 'commandExecution':
      return `Bash ${bareCommand(item.command)}`;
    case 'fileChange':
      return `apply_patch ${item.changes.map(({ path }) => nameOf(path)).join(', ')}`;
    case 'mcpToolCall':
      return `${item.server} ${item.tool}`;
    case 'userMessage':
    case 'agentMessage':
    case 'subAgentActivity':
    case 'other':
      return null;
  }
}

/** An error in words: what a model's server says is often JSON inside of the message. */
export function errorWords({ message, additionalDetails }: TurnError): string {
  const inner = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  const words = inner === undefined ? message : String(JSON.parse(inner));
  return additionalDetails ? `${words} (${additionalDetails})` : words;
}
