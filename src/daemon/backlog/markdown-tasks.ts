import { type FileError, type RawEntry, type RawField, fieldNamed, noSuchField } from './entries.ts';

interface Line {
  readonly number: number;
  readonly text: string;
  /** Level of the heading that it is, 0 for none. */
  readonly level: number;
}

/**
 * Tasks written in Markdown: one heading each, right below it a list of fields (`- scope: src/player/**`), then what to do
 * in free text. A file with one heading of the first level and others below has a title, and its tasks below that.
 */
export function markdownTasks(text: string, errors: FileError[]): RawEntry[] {
  const lines = linesOf(text);
  const level = taskLevel(lines);
  if (level === null) {
    errors.push({ line: 1, text: 'there is no heading: every task is one, with its fields as a list below it' });
    return [];
  }
  const starts = lines.filter((line) => line.level === level);
  const before = lines.slice(0, (starts[0]?.number ?? 1) - 1);
  const stray = before.find((line) => line.level === 0 && line.text.trim() !== '');
  if (stray !== undefined && !before.some((line) => line.level > 0))
    errors.push({ line: stray.number, text: 'text before the first heading belongs to no task: move it below one' });
  return starts.map((start, at) => {
    const end = starts[at + 1]?.number ?? lines.length + 1;
    return entryOf(start, lines.slice(start.number, end - 1), errors);
  });
}

function linesOf(text: string): Line[] {
  let fence: string | null = null;
  return text.split(/\r?\n/u).map((line, at) => {
    const [, mark = ''] = /^ {0,3}(`{3,}|~{3,})/u.exec(line) ?? [];
    const inside = fence !== null;
    if (fence === null && mark !== '') fence = mark;
    else if (fence !== null && mark.startsWith(fence)) fence = null;
    const [hashes = ''] = inside || mark !== '' ? [] : (/^#{1,6}(?= +\S)/u.exec(line) ?? []);
    return { number: at + 1, text: line, level: hashes.length };
  });
}

function taskLevel(lines: readonly Line[]): number | null {
  const levels = lines.map(({ level }) => level).filter((level) => level > 0);
  const top = Math.min(...levels);
  if (levels.length === 0) return null;
  const below = levels.filter((level) => level > top);
  const isTitle =
    top === 1 && levels[0] === 1 && levels.filter((level) => level === 1).length === 1 && below.length > 0;
  return isTitle ? Math.min(...below) : top;
}

function entryOf(start: Line, body: readonly Line[], errors: FileError[]): RawEntry {
  const fields = new Map<string, RawField>();
  const add = (name: string, line: number, text: string): void => {
    fields.set(name, [...(fields.get(name) ?? []), { line, text }]);
  };
  const title = start.text.replace(/^#+ +/u, '').replace(/ +#+ *$/u, '');
  add('title', start.number, title);
  const first = body.findIndex(({ text }) => text.trim() !== '');
  const end = first === -1 || !isField(body[first]?.text ?? '') ? first : readFields(body, first, { add, errors });
  const prompt =
    end === -1
      ? ''
      : body
          .slice(end)
          .map(({ text }) => text)
          .join('\n')
          .trim();
  if (prompt !== '') add('prompt', body[end]?.number ?? start.number, prompt);
  return { line: start.number, fields };
}

const item = /^ {0,3}[-*+] +(?:\*\*)?([\p{L}][\p{L} _-]{0,24}?)(?:\*\*)?:(?:\*\*)?(?:\s+(.*))?$/u;
const below = /^(?: {2,}|\t)[-*+] +(.+)$/u;
const goesOn = /^(?: {2,}|\t)(\S.*)$/u;

/** A list whose first item has a name and a colon is one of fields. */
function isField(text: string): boolean {
  return item.test(text);
}

interface Reading {
  readonly add: (name: string, line: number, text: string) => void;
  readonly errors: FileError[];
}

/** Reads the list of fields; gives where the free text begins. */
function readFields(body: readonly Line[], first: number, { add, errors }: Reading): number {
  let name: string | null = null;
  let open: { line: number; text: string } | null = null;
  const close = (): void => {
    if (name !== null && open !== null && open.text.trim() !== '') add(name, open.line, open.text);
    open = null;
  };
  let at = first;
  for (; at < body.length; at += 1) {
    const { text = '', number = 0 } = body[at] ?? {};
    const [, word, value = ''] = item.exec(text) ?? [];
    const [, nested] = below.exec(text) ?? [];
    const [, more] = goesOn.exec(text) ?? [];
    if (word !== undefined) {
      close();
      name = fieldNamed(word);
      if (name === null)
        errors.push({
          line: number,
          text: `${noSuchField(word)}; where it is none, put a line of text above the list`,
        });
      open = { line: number, text: value };
    } else if (nested !== undefined) {
      close();
      open = { line: number, text: nested };
    } else if (more !== undefined && open !== null) {
      const { line, text: before }: { line: number; text: string } = open;
      open = { line, text: `${before} ${more}` };
    } else if (/^ {0,3}[-*+] +/u.test(text)) {
      errors.push({
        line: number,
        text: 'this is no field (- name: value): put a line of text above it where it belongs to what is to be done',
      });
    } else break;
  }
  close();
  return at;
}
