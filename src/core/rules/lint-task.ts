import type { Session } from '../model/session.ts';
import type { Task } from '../model/task.ts';
import { overlapSentence, overlapsOf } from './overlaps.ts';
import { judgementWords, severalTasks, vagueWords } from './lint-words.ts';

/** What the lint looks at, with what each finding is called. */
export const lintRules = [
  'goal',
  'vague',
  'several',
  'boundary',
  'verification',
  'stop',
  'judgement',
  'overlap',
] as const;

/** One thing that a task lacks or runs into, with the reason. Nothing here keeps a task from being queued. */
export interface LintFinding {
  readonly rule: (typeof lintRules)[number];
  readonly text: string;
}

export type LintedTask = Pick<Task, 'title' | 'prompt' | 'kind' | 'scope' | 'stop' | 'done' | 'after' | 'parent'>;

/** What surrounds a task. */
export interface LintPlace {
  /** All sessions of its repository; the task's own is `self`. */
  readonly sessions: readonly Session[];
  readonly self?: number;
  /** How many checks the repository has. */
  readonly checks: number;
  /** Globs of the boundary that match no file of the repository; null: nobody has looked. */
  readonly unmatched: readonly string[] | null;
}

/** Fewer words than this say no goal. */
const fewWords = 6;

/** What is missing or doubtful, in the order in which one would put it right. */
export function lintTask(task: LintedTask, place: LintPlace): LintFinding[] {
  const found: LintFinding[] = [];
  const add = (rule: LintFinding['rule'], text: string | null): void => {
    if (text !== null) found.push({ rule, text });
  };
  const bare = task.prompt.trim() === '' || task.prompt.trim() === task.title.trim();
  add('goal', goal(task));
  add('vague', vagueWords(bare ? task.title : task.prompt));
  add('several', severalTasks(task.prompt));
  add('boundary', boundary(task, place.unmatched));
  const unverified = place.checks === 0 && (task.done ?? []).length === 0;
  add(
    'verification',
    unverified ? 'no verification: the repository has no checks, and nothing says when it is done' : null,
  );
  add('stop', task.stop.length === 0 ? 'no stop condition: say when to stop and report' : null);
  if (task.kind === 'isolated') add('judgement', judgementWords(bare ? task.title : `${task.title}\n${task.prompt}`));
  for (const overlap of overlapsOf(task, place)) add('overlap', overlapSentence(overlap));
  return found;
}

function goal({ title, prompt }: LintedTask): string | null {
  const text = prompt.trim() === '' ? title : prompt;
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word)).length;
  if (words >= fewWords) return null;
  if (prompt.trim() === '' || prompt.trim() === title.trim())
    return 'no goal: only a title; say what should be different afterwards';
  return `hardly a goal: ${words} ${words === 1 ? 'word' : 'words'}; say what should be different afterwards`;
}

function boundary({ scope }: LintedTask, unmatched: readonly string[] | null): string | null {
  if (scope.length === 0) return 'no boundary: it may change any file';
  const empty = scope.filter((glob) => unmatched?.includes(glob) === true);
  if (empty.length === 0) return null;
  const named = empty.join(', ');
  if (empty.length < scope.length) return `boundary: no file here matches ${named}`;
  return `boundary: no file here matches ${named}; right only where all it writes is new`;
}
