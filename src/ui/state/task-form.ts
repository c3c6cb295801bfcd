import type { World } from '../../core/model/world.ts';
import { type Session, isLive } from '../../core/model/session.ts';
import type { RepositoryConfig } from '../../core/model/config.ts';
import { sessionsOf } from '../../core/model/world.ts';
import type { TaskDraft } from './drafts.ts';

/** The form's fields in their order. */
export const taskFields = [
  'title',
  'goal',
  'boundary',
  'checks',
  'stop',
  'kind',
  'agent',
  'priority',
  'after',
] as const;
export type TaskField = (typeof taskFields)[number];

/** Fields that take text, and where it is kept. */
export type TextTaskField = Exclude<TaskField, 'checks' | 'kind' | 'agent'>;

/** Whether a field takes text. */
export function takesText(field: TaskField): field is TextTaskField {
  return field !== 'checks' && field !== 'kind' && field !== 'agent';
}

/** Whether a field's text may have several lines. */
export function isLong(field: TaskField): boolean {
  return field === 'goal' || field === 'stop';
}

/** Path globs as typed: separated by blanks, commas or lines. */
function typedGlobs(text: string): string[] {
  return text.split(/[\s,]+/u).filter((glob) => glob !== '');
}

/** Stop conditions, one a line. */
function typedStops(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What a form means, or the sentence that says which field is wrong. */
export function readForm(draft: TaskDraft, checks: readonly string[]): ReadForm {
  if (draft.title.trim() === '') return { wrong: 'a task needs a title' };
  if (!/^-?\d{1,6}$/.test(draft.priority.trim())) return { wrong: 'priority is a whole number; higher goes first' };
  const after = draft.after.split(/[\s,]+/u).filter((word) => word !== '');
  if (!after.every((word) => /^#?\d+$/.test(word))) return { wrong: 'after takes session numbers: #3 #4' };
  const kept = checks.filter((check) => !draft.without.includes(check));
  return {
    title: draft.title.trim(),
    prompt: draft.goal.trim(),
    kind: draft.kind,
    scope: typedGlobs(draft.boundary),
    checks: kept.length === checks.length ? [] : kept,
    stop: typedStops(draft.stop),
    agent: draft.agent,
    priority: Number(draft.priority),
    after: after.map((word) => Number(word.replace('#', ''))),
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
      readonly stop: string[];
      readonly agent: string | null;
      readonly priority: number;
      readonly after: number[];
    };

/** What the form lacks or runs into, short phrases; nothing here keeps a task from being queued. */
export function lintTask(
  draft: TaskDraft,
  place: { world: World; repo: string; config: RepositoryConfig | null },
): string[] {
  const found: string[] = [];
  const globs = typedGlobs(draft.boundary);
  if (draft.goal.trim() === '') found.push('no goal');
  if (globs.length === 0) found.push('no boundary');
  if ((place.config?.checks ?? []).length === 0) found.push('no verification: the repository has no checks');
  if (typedStops(draft.stop).length === 0) found.push('no stop condition');
  for (const session of sessionsOf(place.world)) {
    if (session.repo === place.repo && isLive(session) && overlaps(globs, session)) {
      found.push(`overlaps with live session #${session.id}`);
    }
  }
  return found;
}

function overlaps(globs: readonly string[], session: Session): boolean {
  return globs.some((glob) => session.task.scope.some((other) => mayMeet(fixedPart(glob), fixedPart(other))));
}

/** Folders before the first wildcard: where two of them nest, the globs may name the same file. */
function fixedPart(glob: string): string[] {
  const parts = glob.split('/').filter((part) => part !== '');
  const wild = parts.findIndex((part) => /[*?[{!]/.test(part));
  return wild === -1 ? parts : parts.slice(0, wild);
}

function mayMeet(one: readonly string[], other: readonly string[]): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((part, index) => part === other[index]);
}
