import { LineCounter, type Node, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { type FileError, type RawEntry, type RawField, fieldNamed, noSuchField } from './entries.ts';

/** Tasks written in YAML: a list of `{title, prompt, scope, ...}`, or the same below `tasks:`. */
export function yamlTasks(text: string, errors: FileError[]): RawEntry[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const lineOf = (node: unknown): number => counter.linePos(rangeOf(node)).line || 1;
  for (const { message, pos } of document.errors) {
    errors.push({
      line: counter.linePos(pos[0]).line || 1,
      text: `this is not YAML: ${message.split('\n', 1)[0] ?? ''}`,
    });
  }
  if (errors.length > 0) return [];
  const top: unknown = document.contents;
  const list: unknown = isMap(top) ? top.get('tasks', true) : top;
  if (!isSeq(list)) {
    errors.push({ line: lineOf(top), text: 'it must be a list of tasks: - title: ..., each with its fields below' });
    return [];
  }
  return list.items.map((node) => {
    const fields = new Map<string, RawField>();
    if (!isMap(node)) {
      errors.push({ line: lineOf(node), text: 'a task is a mapping: - title: ..., with its fields below' });
      return { line: lineOf(node), fields };
    }
    for (const { key, value } of node.items) {
      const word = isScalar(key) ? textOf(key.value) : '';
      const name = fieldNamed(word);
      if (name === null) errors.push({ line: lineOf(key), text: noSuchField(word) });
      else
        fields.set(name, [...(fields.get(name) ?? []), ...textsOf(value, { name, at: lineOf(key), lineOf, errors })]);
    }
    return { line: lineOf(node), fields };
  });
}

interface Reading {
  readonly name: string;
  /** The line of the field's name. */
  readonly at: number;
  readonly lineOf: (node: unknown) => number;
  readonly errors: FileError[];
}

function textsOf(value: unknown, reading: Reading): RawField {
  const { name, at, lineOf, errors } = reading;
  if (value === null || value === undefined) return [];
  if (isScalar(value)) return value.value === null ? [] : [{ line: at, text: textOf(value.value) }];
  if (isSeq(value) && name !== 'prompt' && name !== 'title') {
    return value.items.flatMap((each): RawField => {
      if (isScalar(each)) return [{ line: lineOf(each), text: textOf(each.value) }];
      errors.push({ line: lineOf(each), text: `${name} is a text or a list of texts` });
      return [];
    });
  }
  errors.push({ line: at, text: isSeq(value) ? `${name} is one text` : `${name} is a text or a list of texts` });
  return [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function rangeOf(node: unknown): number {
  const { range } = (node ?? {}) as Partial<Pick<Node, 'range'>>;
  return range?.[0] ?? 0;
}
