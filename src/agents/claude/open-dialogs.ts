import type { DialogQuestion, Report } from '../../core/model/report.ts';
import { askedAnswer, askedQuestions } from './asked.ts';
import type { PermissionRequest, ToolCall } from './hook-event.ts';
import { isRefusal, permissionAnswer, permissionQuestion } from './permission.ts';

/** One dialog on the screen, or behind another one. */
interface Open {
  /** What the hook that waits for it was told; null for what only its keys can answer. */
  readonly event: PermissionRequest | null;
  /** Gives the waiting hook its reply. */
  readonly reply: (reply: unknown) => void;
  /** The registry has said "waiting" while it was open. */
  seenWaiting: boolean;
  readonly openedAt: number;
}

/** A hook that waits for the answer to its dialog. */
interface Held {
  /** What it is to print. */
  readonly reply: Promise<unknown>;
  /** It does not wait any more: its dialog was answered by key. */
  abandon(rule: string): void;
}

/** How long after a daemon's start a hook that waits may take to find it, ms: it looks every two seconds at least. */
const returnMs = 5_000;

type Tell = (report: Report) => void;

/** The dialogs that are open, each under the id of the hook's call that holds it: the same after a restart of ours. */
export class OpenDialogs {
  readonly #open = new Map<string, Open>();
  /** Refused by us: should the call run all the same, a key was quicker. */
  readonly #refused = new Map<string, PermissionRequest>();
  readonly #awaited = new Map<string, () => void>();
  readonly #since = performance.now();
  #answeredAt = -Infinity;
  readonly #tell: Tell;
  readonly #worktree: string;

  constructor(tell: Tell, worktree: string) {
    this.#tell = tell;
    this.#worktree = worktree;
  }

  get size(): number {
    return this.#open.size;
  }

  /** An answer of ours was given within so many ms: its dialog may still be on the screen, until the hook has ended. */
  answeredWithin(ms: number): boolean {
    return performance.now() - this.#answeredAt < ms;
  }

  has(dialog: string): boolean {
    return this.#open.has(dialog);
  }

  /**
   * Waits for a dialog that is not open: a hook that waited when the daemon of before went finds this one within a
   * moment of its start. A dialog that is really gone is not waited for later than that.
   */
  async comesBack(dialog: string): Promise<void> {
    const patience = this.#since + returnMs - performance.now();
    if (this.has(dialog) || patience <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, patience);
    this.#awaited.set(dialog, resolve);
    await promise;
    clearTimeout(timer);
    this.#awaited.delete(dialog);
  }

  /** Opens the dialog of a hook that waits. */
  hold(dialog: string, event: PermissionRequest, at: number): Held {
    const asked = askedQuestions(event);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    // What was taken for a dialog without a hook is this one, whose hook came late.
    this.#closeWhere((known) => known.event === null, 'its hook has come');
    // The same call comes again when its connection was lost: the newest one is the one that hears.
    this.#open.get(dialog)?.reply(null);
    const open: Open = { event, reply: resolve, seenWaiting: false, openedAt: at };
    this.#open.set(dialog, open);
    this.#awaited.get(dialog)?.();
    this.#tell({
      kind: 'dialog-opened',
      dialog,
      about: asked === undefined ? 'permission' : 'question',
      questions: asked ?? [permissionQuestion(event, this.#worktree)],
      rule: `hook PermissionRequest ${event.tool_name}`,
    });
    return {
      reply: promise,
      abandon: (rule) => {
        if (this.#open.get(dialog) === open) this.close(dialog, rule);
        else resolve(null);
      },
    };
  }

  /** Opens a dialog that only the agent's terminal can answer. */
  menu(
    dialog: string,
    words: { readonly text: string; readonly detail: string | null; readonly rule: string; readonly at: number },
  ): void {
    if (this.#open.has(dialog)) return;
    const question: DialogQuestion = {
      text: words.text,
      detail: words.detail,
      options: [],
      default: null,
      multiple: false,
      freeText: false,
    };
    this.#open.set(dialog, { event: null, reply: () => undefined, seenWaiting: false, openedAt: words.at });
    this.#tell({ kind: 'dialog-opened', dialog, about: 'menu', questions: [question], rule: words.rule });
  }

  /** Gives the person's answers to the hook that waits; false when nothing waits for them. */
  answer(dialog: string, answers: readonly string[]): boolean {
    const open = this.#open.get(dialog);
    if (open === undefined || open.event === null) return false;
    const { event } = open;
    const asked = event.tool_name === 'AskUserQuestion' || event.tool_name === 'ExitPlanMode';
    this.#open.delete(dialog);
    this.#answeredAt = performance.now();
    if (!asked && isRefusal(event, answers[0] ?? '')) this.#refused.set(dialog, event);
    open.reply(asked ? askedAnswer(event, answers) : permissionAnswer(event, answers[0] ?? ''));
    return true;
  }

  /** The registry says "waiting". */
  sawWaiting(): void {
    for (const open of this.#open.values()) open.seenWaiting = true;
  }

  /** The registry has stopped saying "waiting" at this time: whatever it said it of is gone. */
  leftWaiting(at: number, rule: string): void {
    this.#closeWhere((open) => open.seenWaiting && at >= open.openedAt, rule);
  }

  /** A call of a tool has run, or was refused: its dialog is gone. */
  closeCall(call: ToolCall): void {
    const rule = `hook ${call.hook_event_name}`;
    this.#closeWhere(({ event }) => event !== null && isSameCall(event, call), rule);
    for (const [dialog, event] of this.#refused) {
      if (!isSameCall(event, call)) continue;
      this.#refused.delete(dialog);
      if (call.hook_event_name === 'PostToolUse')
        this.#tell({ kind: 'dialog-closed', dialog, by: 'terminal', overruled: true, rule });
    }
  }

  /** The session itself, not a subagent of it, went on: it has no dialog any more. */
  closeOwn(rule: string): void {
    this.#refused.clear();
    this.#closeWhere(({ event }) => event?.agent_id === undefined, rule);
  }

  /** One dialog was answered in the terminal. */
  close(dialog: string, rule: string): void {
    const open = this.#open.get(dialog);
    if (open === undefined) return;
    this.#open.delete(dialog);
    this.#tell({ kind: 'dialog-closed', dialog, by: 'terminal', rule });
    // Claude Code has let go of the hook's reply: its process must not wait on.
    open.reply(null);
  }

  /** Lets go of every hook that waits, without a word: whoever holds its call goes, and the dialogs stay. */
  release(): void {
    for (const open of this.#open.values()) open.reply(null);
    this.#open.clear();
    for (const giveUp of this.#awaited.values()) giveUp();
  }

  #closeWhere(matches: (open: Open) => boolean, rule: string): void {
    for (const [dialog, open] of this.#open) if (matches(open)) this.close(dialog, rule);
  }
}

/** The answers are added to the input of a question that was answered: what it asks tells which one it is. */
function isSameCall(asked: PermissionRequest, call: ToolCall): boolean {
  if (asked.tool_name !== call.tool_name || asked.agent_id !== call.agent_id) return false;
  if (asked.tool_name === 'AskUserQuestion') return same(asked.tool_input['questions'], call.tool_input['questions']);
  return asked.tool_name === 'ExitPlanMode' || same(asked.tool_input, call.tool_input);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
