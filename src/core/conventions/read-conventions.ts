import type { Convention } from '../model/convention.ts';
import { type FileLine, linesOf } from './file-lines.ts';

/** Where a repository keeps its conventions, relative to its root. */
export const conventionsPath = '.signalbox/conventions.md';

/** A convention with the lines of the file that are its own. */
export interface WrittenConvention {
  readonly convention: Convention;
  readonly lines: readonly FileLine[];
}

/**
 * The conventions of a file: each item of an outermost list is one, its text the sentence. Items in it may say which
 * question it once answered: `Asked:`, `Details:`, `Options:`, `Answer:`. All else is the person's and means nothing here.
 */
export function readConventions(text: string): WrittenConvention[] {
  const found: { convention: Convention; lines: FileLine[] }[] = [];
  let lines: FileLine[] = [];
  const close = () => {
    while (lines.at(-1)?.kind === 'blank') lines.pop();
    const convention = lines.length === 0 ? null : conventionOf(lines);
    if (convention !== null) found.push({ convention, lines });
    lines = [];
  };
  let apart = false;
  for (const line of linesOf(text)) {
    const goesOn =
      lines.length > 0 &&
      (line.kind === 'blank' ||
        line.kind === 'nested' ||
        line.kind === 'indented' ||
        (line.kind === 'plain' && !apart) ||
        (line.kind === 'hidden' && /^\s/.test(line.text)));
    if (!goesOn) close();
    if (goesOn || line.kind === 'item') lines.push(line);
    apart = line.kind === 'blank';
  }
  close();
  return withOwnIds(found);
}

function conventionOf(lines: readonly FileLine[]): Convention | null {
  const [head = '', ...more] = sentenceLines(lines);
  const sentence = oneLine([head.replace(/^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+/, ''), ...more].join(' '));
  if (sentence === '') return null;
  return { id: idOf(sentence), sentence, asked: askedOf(lines) };
}

/** The item's own text ends where a list in it, an empty line or code begins. */
function sentenceLines(lines: readonly FileLine[]): string[] {
  const end = lines.findIndex(({ kind }, index) => index > 0 && kind !== 'plain' && kind !== 'indented');
  return lines.slice(0, end === -1 ? lines.length : end).map(({ text }) => text);
}

const label = /^\s+[-*+][ \t]+(asked|details|options|answer):[ \t]*(.*)$/i;

function askedOf(lines: readonly FileLine[]): Convention['asked'] {
  const said = new Map<string, string>();
  let last = '';
  for (const { text, kind } of lines) {
    const [, name, value = ''] = (kind === 'nested' ? label.exec(text) : null) ?? [];
    if (name !== undefined) {
      last = name.toLowerCase();
      if (!said.has(last)) said.set(last, value.trim());
    } else if (kind === 'indented' && last !== '') said.set(last, `${said.get(last) ?? ''} ${text.trim()}`);
    else last = '';
  }
  const [question, answer] = [oneLine(said.get('asked') ?? ''), oneLine(said.get('answer') ?? '')];
  if (question === '' || answer === '') return null;
  const detail = oneLine(said.get('details') ?? '');
  const options = splitOptions(said.get('options') ?? '');
  return { question, ...(detail === '' ? {} : { detail }), options, answer };
}

/** Options stand between bars; a bar that is part of one has a backslash before it. */
function splitOptions(text: string): string[] {
  return text
    .split(/(?<!\\)\|/)
    .map((option) => oneLine(option.replaceAll('\\|', '|')))
    .filter((option) => option !== '');
}

/** A text on one line, without what a terminal would act upon. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** A short name that stays while the sentence is the same. */
function idOf(sentence: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sentence.length; at += 1) hash = Math.imul(hash ^ sentence.charCodeAt(at), 0x01000193) >>> 0;
  return `c${hash.toString(36).padStart(6, '0').slice(-6)}`;
}

/** The same sentence twice has two names, in the order of the file. */
function withOwnIds(found: readonly WrittenConvention[]): WrittenConvention[] {
  const times = new Map<string, number>();
  return found.map(({ convention, lines }) => {
    const time = (times.get(convention.id) ?? 0) + 1;
    times.set(convention.id, time);
    return { convention: time === 1 ? convention : { ...convention, id: `${convention.id}-${time}` }, lines };
  });
}
