import type { Session } from '../../core/model/session.ts';
import { type Entry, type FileError, readEntry } from './entries.ts';
import { markdownTasks } from './markdown-tasks.ts';
import { yamlTasks } from './yaml-tasks.ts';

/** Limits of a file of tasks. */
export const mostTasks = 100;

/** Where a task of a file stands: tasks of the same file by their place, sessions by their number. */
export interface Placement {
  readonly tasks: readonly number[];
  readonly sessions: readonly number[];
}

export interface ReadTasks {
  readonly entries: readonly Entry[];
  /** For each entry what it comes after. */
  readonly after: readonly Placement[];
  readonly errors: readonly FileError[];
}

/** Reads a file of tasks: all that is wrong with it is named, by line. `sessions`: those that a task may come after by title. */
export function readTasks(text: string, { name, sessions }: { name: string; sessions: readonly Session[] }): ReadTasks {
  const errors: FileError[] = [];
  // Editors of other systems put a mark at the beginning, which belongs to no line.
  const content = text.replace(/^\uFEFF/u, '');
  const raw = /\.(?:ya?ml|json)$/iu.test(name) ? yamlTasks(content, errors) : markdownTasks(content, errors);
  const entries = raw.map((each) => readEntry(each, errors));
  if (entries.length === 0 && errors.length === 0) errors.push({ line: 1, text: 'there is no task in it' });
  if (entries.length > mostTasks)
    errors.push({
      line: entries[mostTasks]?.line ?? 1,
      text: `${entries.length} tasks: at most ${mostTasks} are taken at once, put the rest into another file`,
    });
  twice(entries, errors);
  const after = entries.map((entry, at) => placement({ entries, sessions, at }, entry, errors));
  return { entries, after, errors: errors.toSorted((a, b) => a.line - b.line) };
}

/** The same title twice would make a dependency on it mean either. */
function twice(entries: readonly Entry[], errors: FileError[]): void {
  entries.forEach((entry, at) => {
    const names = [entry.title, ...(entry.key === null ? [] : [entry.key])];
    const other = entries.slice(0, at).find((each) => names.some((name) => isCalled(each, name)));
    if (other === undefined || entry.title === '') return;
    errors.push({
      line: entry.line,
      text: `the task in line ${other.line} has this title or key too: give this one another`,
    });
  });
}

interface Reference {
  readonly entries: readonly Entry[];
  readonly sessions: readonly Session[];
  readonly at: number;
}

function placement(reference: Reference, entry: Entry, errors: FileError[]): Placement {
  const tasks: number[] = [];
  const sessions: number[] = [];
  for (const { line, text } of entry.after) {
    // A title may have commas: the whole of it is looked for first.
    const whole = find(reference, text);
    const words = whole === null ? text.split(',') : [text];
    for (const word of words.map((each) => each.trim()).filter((each) => each !== '')) {
      const found = find(reference, word);
      if (found === null) errors.push({ line, text: notFound(reference, word) });
      else if ('task' in found && found.task === reference.at)
        errors.push({ line, text: 'a task cannot come after itself' });
      else if ('task' in found) tasks.push(found.task);
      else sessions.push(found.session);
    }
  }
  return { tasks, sessions };
}

/** `#3` is a session, `3` the third task of the file; else a key, a title in the file, the title of a session. */
function find({ entries, sessions }: Reference, word: string): { task: number } | { session: number } | null {
  const name = word.trim();
  const [, hash, digits] = /^(#?)(\d{1,9})$/u.exec(name) ?? [];
  const named = entries.findIndex((entry) => isCalled(entry, name));
  if (named !== -1) return { task: named };
  if (digits !== undefined && hash === '#') return { session: Number(digits) };
  if (digits !== undefined) {
    const place = Number(digits) - 1;
    return place >= 0 && place < entries.length ? { task: place } : null;
  }
  const titled = sessions.filter(({ task }) => same(task.title, name));
  const [session] = titled;
  return session !== undefined && titled.length === 1 ? { session: session.id } : null;
}

function notFound({ entries, sessions }: Reference, word: string): string {
  const titled = sessions.filter(({ task }) => same(task.title, word));
  if (titled.length > 1)
    return `several sessions are called "${word}": write the number, ${titled.map(({ id }) => `#${id}`).join(' or ')}`;
  if (/^\d+$/u.test(word))
    return `there is no task ${word} in this file, which has ${entries.length}; a session is written #${word}`;
  return `there is no task "${word}" in this file: name a title or a key of it, or a session such as #3`;
}

function isCalled({ title, key }: Entry, name: string): boolean {
  return same(title, name) || (key !== null && same(key, name));
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
