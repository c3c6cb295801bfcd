import { splitGlobs } from '../../core/words/split-globs.ts';
import { kindSchema } from '../../core/model/task.ts';

/** What is wrong with a file of tasks, and where; the sentence says what to do. */
export interface FileError {
  readonly line: number;
  readonly text: string;
}

/** Texts of one field as they were written, each with its line. */
export type RawField = readonly { readonly line: number; readonly text: string }[];

/** One task as a file has it, whatever its format. */
export interface RawEntry {
  readonly line: number;
  readonly fields: ReadonlyMap<string, RawField>;
}

/** A task read from a file; what it leaves out is the default. */
export interface Entry {
  readonly line: number;
  readonly title: string;
  readonly key: string | null;
  readonly prompt: string;
  readonly kind: 'isolated' | 'judgement';
  readonly scope: string[];
  readonly checks: string[];
  readonly done: string[];
  readonly stop: string[];
  readonly agent: string | null;
  readonly priority: number;
  readonly after: RawField;
  readonly lead: boolean;
}

/** The fields of a task in a file, and other names that people give them. */
const fieldNames = [
  'title',
  'key',
  'prompt',
  'kind',
  'scope',
  'checks',
  'done',
  'stop',
  'agent',
  'priority',
  'after',
  'lead',
];
const aliases: Readonly<Record<string, string>> = {
  goal: 'prompt',
  boundary: 'scope',
  paths: 'scope',
  check: 'checks',
  'done when': 'done',
  'stop when': 'stop',
  'stop and report when': 'stop',
  depends: 'after',
  'depends on': 'after',
  id: 'key',
  name: 'key',
};

/** The field that a name means; null when there is none. */
export function fieldNamed(name: string): string | null {
  const plain = name.trim().toLowerCase().replaceAll('_', ' ');
  if (fieldNames.includes(plain)) return plain;
  return aliases[plain] ?? null;
}

/** The sentence about a name that is no field. */
export function noSuchField(name: string): string {
  return `there is no field ${name.trim()}: fields are ${fieldNames.join(', ')}`;
}

/** Reads the fields of one task; what is wrong goes into `errors`. */
export function readEntry(raw: RawEntry, errors: FileError[]): Entry {
  const texts = (name: string): RawField => raw.fields.get(name) ?? [];
  const one = (name: string): string | null => {
    const [first, second] = texts(name);
    if (second !== undefined) errors.push({ line: second.line, text: `${name} is given twice: keep one` });
    return first?.text.trim() ?? null;
  };
  const list = (name: string): string[] =>
    texts(name)
      .map(({ text }) => text.trim())
      .filter((text) => text !== '');
  const wrong = (name: string, text: string): void => {
    errors.push({ line: texts(name)[0]?.line ?? raw.line, text });
  };
  const title = one('title') ?? '';
  if (title === '') errors.push({ line: raw.line, text: 'a task needs a title' });
  const kind = kindSchema.safeParse(one('kind') ?? 'isolated');
  if (!kind.success) wrong('kind', `kind is isolated or judgement, not ${one('kind')}`);
  const priority = one('priority') ?? '0';
  if (!/^-?\d{1,6}$/u.test(priority))
    wrong('priority', `priority is a whole number, not ${priority}; higher goes first`);
  const lead = (one('lead') ?? 'false').toLowerCase();
  if (!['true', 'false', 'yes', 'no'].includes(lead)) wrong('lead', `lead is true or false, not ${lead}`);
  const prompt = texts('prompt')
    .map(({ text }) => text.trim())
    .join('\n\n');
  return {
    line: raw.line,
    title,
    key: one('key'),
    prompt: prompt === '' ? title : prompt,
    kind: kind.success ? kind.data : 'isolated',
    scope: list('scope').flatMap(splitGlobs),
    checks: list('checks').flatMap((text) => text.split(/[\s,]+/u)),
    done: list('done'),
    stop: list('stop'),
    agent: one('agent'),
    priority: Number(priority) || 0,
    after: texts('after'),
    lead: lead === 'true' || lead === 'yes',
  };
}
