import { sessionsTitled } from '../../core/rules/find-by-title.ts';
import { type LintFinding, lintTask } from '../../core/rules/lint-task.ts';
import { splitGlobs } from '../../core/words/split-globs.ts';
import type { Session } from '../../core/model/session.ts';
import type { Task } from '../../core/model/task.ts';
import { type TaskDraft, emptyTask } from './drafts.ts';
import type { TaskFormAbout } from './views.ts';

/** The form's fields in their order. */
export const taskFields = [
  'title',
  'goal',
  'boundary',
  'checks',
  'done',
  'stop',
  'kind',
  'agent',
  'priority',
  'after',
  'lead',
] as const;
export type TaskField = (typeof taskFields)[number];

/** Fields that take text, and where it is kept. */
export type TextTaskField = Exclude<TaskField, 'checks' | 'kind' | 'agent' | 'lead'>;

/** Whether a field takes text. */
export function takesText(field: TaskField): field is TextTaskField {
  return field !== 'checks' && field !== 'kind' && field !== 'agent' && field !== 'lead';
}

/** Whether a field's text may have several lines. */
export function isLong(field: TaskField): field is 'goal' | 'done' | 'stop' {
  return field === 'goal' || field === 'stop' || field === 'done';
}

/** Sentences, one a line. */
function typedLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What surrounds a form: the repository's checks, and the sessions that a task may come after. */
export interface FormPlace {
  readonly checks: readonly string[];
  readonly sessions: readonly Session[];
}

/** What a form means, or the sentence that says which field is wrong. */
export function readForm(draft: TaskDraft, { checks, sessions }: FormPlace): ReadForm {
  if (draft.title.trim() === '') return { wrong: 'a task needs a title' };
  if (!/^-?\d{1,6}$/.test(draft.priority.trim())) return { wrong: 'priority is a whole number; higher goes first' };
  const after = readAfter(draft.after, sessions);
  if (typeof after === 'string') return { wrong: after };
  const kept = checks.filter((check) => !draft.without.includes(check));
  const prompt = draft.goal.trim();
  return {
    title: draft.title.trim(),
    prompt: prompt === '' ? draft.title.trim() : prompt,
    kind: draft.kind,
    scope: splitGlobs(draft.boundary),
    checks: kept.length === checks.length ? [] : kept,
    done: typedLines(draft.done),
    stop: typedLines(draft.stop),
    agent: draft.agent,
    priority: Number(draft.priority),
    after,
    lead: draft.lead,
  };
}

export type ReadForm =
  | { readonly wrong: string }
  | {
      readonly title: string;
      readonly prompt: string;
      readonly kind: TaskDraft['kind'];
      readonly scope: string[];
      readonly checks: string[];
      readonly done: string[];
      readonly stop: string[];
      readonly agent: string | null;
      readonly priority: number;
      readonly after: number[];
      readonly lead: boolean;
    };

/** Numbers separated by blanks or commas; or titles, separated by commas. */
function readAfter(text: string, sessions: readonly Session[]): number[] | string {
  const numbers = text.split(/[\s,]+/u).filter((word) => word !== '');
  if (numbers.every((word) => /^#?\d+$/.test(word))) return numbers.map((word) => Number(word.replace('#', '')));
  const found: number[] = [];
  for (const word of text.split(',').map((each) => each.trim())) {
    if (word === '') continue;
    if (/^#?\d+$/.test(word)) {
      found.push(Number(word.replace('#', '')));
      continue;
    }
    const [one, other] = sessionsTitled(sessions, word);
    if (one === undefined) return `after: no session is called "${word}"; numbers do too: #3 #4`;
    if (other !== undefined) return `after: several sessions are called "${word}": write the number`;
    found.push(one.id);
  }
  return found;
}

/** A task as the form shows it. */
export function draftOf(task: Task, checks: readonly string[]): TaskDraft {
  return {
    ...emptyTask,
    title: task.title,
    goal: task.prompt === task.title ? '' : task.prompt,
    boundary: task.scope.join(' '),
    stop: task.stop.join('\n'),
    done: (task.done ?? []).join('\n'),
    after: task.after.map((id) => `#${id}`).join(' '),
    priority: String(task.priority),
    without: task.checks.length === 0 ? [] : checks.filter((name) => !task.checks.includes(name)),
    kind: task.kind,
    agent: task.agent,
    lead: task.lead ?? false,
  };
}

/** Under which name the draft of a form is kept. */
export function draftKey(repo: string, about: TaskFormAbout | null): string {
  if (about === null) return repo;
  return about.proposal === null ? `#${about.session}` : `#${about.session}/${about.proposal}`;
}

/** What the form lacks or runs into; nothing here keeps a task from being queued. */
export function lintForm(
  draft: TaskDraft,
  place: FormPlace & { unmatched: readonly string[] | null; self: number | null; parent: number | null },
): LintFinding[] {
  const { checks, sessions, unmatched, self, parent } = place;
  const after = readAfter(draft.after, sessions);
  const task = {
    title: draft.title,
    prompt: draft.goal,
    kind: draft.kind,
    scope: splitGlobs(draft.boundary),
    stop: typedLines(draft.stop),
    done: typedLines(draft.done),
    after: typeof after === 'string' ? [] : after,
    ...(parent === null ? {} : { parent }),
  };
  return lintTask(task, { sessions, checks: checks.length, unmatched, ...(self === null ? {} : { self }) });
}
