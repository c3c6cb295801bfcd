import type { WindowName } from '../../core/measures/windows.ts';
import type { RejectionReason } from '../../core/model/task.ts';
import type { Scope } from '../keymap/keymap.ts';
import type { Field } from '../text/field.ts';
import type { ScrollbackPage } from '../scrollback/page.ts';
import type { SessionLog } from '../scrollback/session-log.ts';
import type { LogSource, ReviewState } from '../review/review-model.ts';
import type { TaskField } from './task-form.ts';

/** What a confirmed question leads to. */
type Confirmed =
  | { readonly kind: 'stop'; readonly session: number }
  | { readonly kind: 'discard'; readonly session: number }
  | { readonly kind: 'reset'; readonly session: number; readonly note: string | null }
  | { readonly kind: 'undo'; readonly session: number }
  | { readonly kind: 'take-over'; readonly session: number }
  | { readonly kind: 'clean' }
  | ({ readonly kind: 'approve'; readonly session: number } & Approving);

/** What an approval says it is about. */
interface Approving {
  readonly acknowledged: readonly string[];
  /** The work that was read; the daemon refuses when there is newer work. */
  readonly snapshot: string;
}

/** What a job has printed. */
interface JobText {
  readonly kind: 'job';
  readonly name: string;
}

/** What a form writes anew; without a proposal the task of the session itself. */
export interface TaskFormAbout {
  readonly session: number;
  readonly proposal: number | null;
}

/** A text that can be read in the text view: the output of a session, a check's log, or what was handed in. */
export interface TextSource {
  readonly title: string;
  readonly session: number;
  readonly source: LogSource | JobText;
}

/** Views and dialogs are one stack; the board lies under all of them. */
export type View =
  /** A session's real terminal, or one of the person's own in its worktree; all keys go to it. */
  | { readonly kind: 'zoom'; readonly session: number; readonly terminal: number | null }
  /** The last screen of a session without a process. */
  | { readonly kind: 'picture'; readonly session: number }
  | {
      readonly kind: 'answers';
      /** Only this session's questions; null for all. */
      readonly only: number | null;
      /** When it was opened. */
      readonly since: number;
      /** Its sessions in the order in which they came: nothing moves under the person's hands. */
      readonly order: readonly number[];
      /** The question that is up; number 0 when none is. */
      readonly session: number;
      readonly question: number;
      /** How far its text is scrolled, lines. */
      readonly scroll: number;
      /** The key of the draft whose answer was given last: that it is answered is no surprise. */
      readonly recorded: string | null;
      /** Where the cursor stands in the typed answer; null while keys choose. */
      readonly typing: number | null;
    }
  /** The item in hand. */
  | {
      readonly kind: 'review';
      readonly state: ReviewState;
      /** A decision is on its way: what becomes of the item is no surprise. */
      readonly deciding: boolean;
    }
  /** The jobs of a session; `job`: the one that keys act on, by its name. */
  | { readonly kind: 'jobs'; readonly session: number; readonly job: string | null }
  /** A comment being written; its text and what it is about are among the drafts. */
  | { readonly kind: 'comment'; readonly id: string; readonly cursor: number }
  /** A rejection being written; the note is among the drafts. */
  | { readonly kind: 'reject'; readonly session: number; readonly reason: RejectionReason; readonly cursor: number }
  /** The sentence as which an answer is kept, being written; it is among the drafts. */
  | {
      readonly kind: 'keep';
      readonly session: number;
      readonly question: number;
      readonly answer: string;
      readonly cursor: number;
      readonly sending: boolean;
    }
  /** What conventions have answered, to take one back. */
  | { readonly kind: 'revoke'; readonly answers: readonly { readonly session: number; readonly question: number }[] }
  | {
      readonly kind: 'new-task';
      /** What is written anew: a queued task, or a lead's proposal; null: a new task. */
      readonly about: TaskFormAbout | null;
      readonly field: TaskField;
      readonly cursor: number;
      readonly sending: boolean;
    }
  /** Tasks that leads propose; `at`: which of them is up. */
  | { readonly kind: 'proposals'; readonly at: number }
  | {
      readonly kind: 'log';
      readonly sources: readonly TextSource[];
      readonly at: number;
      /** null while it is being fetched. */
      readonly lines: readonly string[] | null;
      readonly top: number;
    }
  /** All keys; `about`: whose come first. */
  | { readonly kind: 'help'; readonly about: Scope; readonly top: number }
  /** What is measured; `defining`: what each number is, instead. */
  | { readonly kind: 'stats'; readonly window: WindowName; readonly top: number; readonly defining: boolean }
  /** What happened since then, of one session or of all. */
  | {
      readonly kind: 'digest';
      readonly span: 'left' | 'looked' | 'today' | 'day' | 'ever';
      readonly since: number;
      readonly only: number | null;
      readonly top: number;
      /** Everything, instead of what fits one screen. */
      readonly unfolded: boolean;
    }
  /** The person says what the last failure of a session was due to. */
  | { readonly kind: 'tag'; readonly session: number }
  /** What a session has printed, from its log. The log changes by itself; `page` is another one whenever it does. */
  | {
      readonly kind: 'scrollback';
      readonly session: number;
      readonly terminal: number | null;
      readonly log: SessionLog;
      readonly page: ScrollbackPage;
    }
  | {
      readonly kind: 'confirm';
      /** What the person should have in sight before they answer, one point each. */
      readonly points: readonly string[];
      readonly text: string;
      readonly leadsTo: Confirmed;
    }
  | {
      readonly kind: 'trust';
      /** Where the repository is. */
      readonly path: string;
      readonly name: string;
      /** What its configuration would run; null when that is trusted as it is. */
      readonly commands: readonly string[] | null;
      /** It has no configuration: what would be written, and sentences about it. */
      readonly proposed: { readonly text: string; readonly advice: readonly string[] } | null;
      /** What changed in git's own files, a sentence each. */
      readonly changes: readonly string[];
      /** The person wanted to write a task. */
      readonly thenNewTask: boolean;
    }
  | {
      readonly kind: 'line';
      readonly purpose: 'filter' | 'command' | 'search' | 'find' | 'job' | 'refuse';
      readonly field: Field;
    };

/** The number of the screen that a view is about: a terminal's own, or its session's. */
export function screenOf(view: { readonly session: number; readonly terminal: number | null }): number {
  return view.terminal ?? view.session;
}

export type ViewOf<Kind extends View['kind']> = Extract<View, { kind: Kind }>;

/** The scopes whose keys act, innermost first; no view is the board. */
export function scopesOf(view: View | null): readonly Scope[] {
  if (view === null) return ['board', 'any'];
  switch (view.kind) {
    case 'zoom':
      return ['zoom'];
    case 'picture':
      return ['picture', 'any'];
    case 'answers':
      return [view.typing === null ? 'answers' : 'typing', 'any'];
    case 'new-task':
      return ['form', 'any'];
    case 'proposals':
      return ['proposals', 'any'];
    case 'review':
      return ['review', 'any'];
    case 'jobs':
      return ['jobs', 'any'];
    case 'reject':
      return ['reject', 'any'];
    case 'comment':
      return ['comment', 'any'];
    case 'keep':
      return ['keep', 'any'];
    case 'revoke':
      return ['revoke', 'any'];
    case 'log':
    case 'help':
      return ['text', 'any'];
    case 'scrollback':
      return ['scrollback', 'any'];
    case 'stats':
      return ['stats', 'any'];
    case 'digest':
      return ['digest', 'any'];
    case 'tag':
      return ['tag', 'any'];
    case 'confirm':
      return ['confirm', 'any'];
    case 'trust':
      return ['trust', 'any'];
    case 'line':
      return ['line', 'any'];
  }
}

/** Views that leave the board in sight where the terminal is wide enough, or lie over whatever is below. */
export function coversScreen(view: View): boolean {
  switch (view.kind) {
    case 'zoom':
    case 'picture':
    case 'new-task':
    case 'proposals':
    case 'review':
    case 'log':
    case 'help':
    case 'scrollback':
    case 'stats':
    case 'digest':
      return true;
    case 'answers':
    case 'jobs':
    case 'reject':
    case 'comment':
    case 'keep':
    case 'revoke':
    case 'confirm':
    case 'tag':
    case 'trust':
    case 'line':
      return false;
  }
}
