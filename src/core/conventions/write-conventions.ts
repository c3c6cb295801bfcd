import type { Convention } from '../model/convention.ts';
import { linesOf } from './file-lines.ts';
import { type WrittenConvention, oneLine, readConventions } from './read-conventions.ts';

/** What a changed file comes to; `refused`: why it cannot be changed so, a sentence. */
export type Changed = { readonly text: string; readonly id: string } | { readonly refused: string };

const heading = ['# Conventions', '', 'Answers that hold for every task: Signalbox tells them to every agent.', ''];

/**
 * The file with one convention more: behind the last one, else at its end. Not a byte of what was there changes. One that is
 * there already is not written twice.
 */
export function addConvention(text: string, added: Omit<Convention, 'id'>): Changed {
  const sentence = oneLine(added.sentence);
  if (sentence === '') return { refused: 'a convention needs a sentence' };
  const asked = added.asked === null ? null : keptAs(added.asked);
  const known = readConventions(text);
  const same = known.find(({ convention }) => isSame(convention, { sentence, asked }));
  if (same !== undefined) return { text, id: same.convention.id };
  const eol = /\r\n/.test(text) ? '\r\n' : '\n';
  const last = known.at(-1);
  const marker = /^\s*([-*+]|\d{1,9}[.)])/.exec(last?.lines[0]?.text ?? '')?.[1] ?? '-';
  const block = printed(sentence, { asked, marker });
  const changed = inserted(text, { block, last, eol });
  const found = readConventions(changed).filter(({ convention }) => isSame(convention, { sentence, asked }));
  const [written] = found;
  if (found.length === 1 && written !== undefined) return { text: changed, id: written.convention.id };
  if (linesOf(changed).at(-1)?.kind === 'hidden')
    return {
      refused: 'its last lines are in a comment or in code that is never closed: what follows would be in it too',
    };
  return { refused: 'the sentence cannot be written as one item of a list: put it in other words' };
}

/** The file without one convention: the lines of its item, and nothing else. */
export function removeConvention(text: string, id: string): Changed {
  const found = readConventions(text).find(({ convention }) => convention.id === id);
  const [first, last] = [found?.lines[0], found?.lines.at(-1)];
  if (first === undefined || last === undefined) return { refused: `there is no convention ${id}` };
  return { text: text.slice(0, first.start) + text.slice(last.end), id };
}

function isSame(one: Omit<Convention, 'id'>, other: Omit<Convention, 'id'>): boolean {
  return JSON.stringify([one.sentence, one.asked]) === JSON.stringify([other.sentence, other.asked]);
}

/** A question and its answer as the file can hold them: each on one line. */
function keptAs({ question, detail, options, answer }: NonNullable<Convention['asked']>): Convention['asked'] {
  const known = shortDetail(detail);
  return {
    question: oneLine(question),
    ...(known === '' ? {} : { detail: known }),
    options: options.map(oneLine).filter((each) => each !== ''),
    answer: oneLine(answer),
  };
}

/** So much of what a question is about in full has a place in the file. */
const mostDetail = 600;

/** A question's details as the file can hold them; cut where they are long. */
export function shortDetail(detail: string | null | undefined): string {
  const text = oneLine(detail ?? '');
  return text.length > mostDetail ? `${text.slice(0, mostDetail)} ...` : text;
}

function printed(sentence: string, { asked, marker }: { asked: Convention['asked']; marker: string }): string[] {
  // A numbered list goes on; which number it has does not matter to Markdown.
  const indent = ' '.repeat(marker.length + 1);
  const head = `${marker} ${sentence}`;
  if (asked === null) return [head];
  const options = asked.options.map((option) => option.replaceAll('|', '\\|')).join(' | ');
  return [
    head,
    `${indent}- Asked: ${asked.question}`,
    ...(asked.detail == null ? [] : [`${indent}- Details: ${asked.detail}`]),
    ...(options === '' ? [] : [`${indent}- Options: ${options}`]),
    `${indent}- Answer: ${asked.answer}`,
  ];
}

function inserted(
  text: string,
  { block, last, eol }: { block: readonly string[]; last: WrittenConvention | undefined; eol: string },
): string {
  const lines = block.join(eol);
  if (text.replace(/^\uFEFF/, '') === '') return `${text}${[...heading, ...block].join(eol)}${eol}`;
  const at = last?.lines.at(-1)?.end ?? text.length;
  const [before, after] = [text.slice(0, at), text.slice(at)];
  if (last !== undefined) return before.endsWith('\n') ? `${before}${lines}${eol}${after}` : `${before}${eol}${lines}`;
  // An empty line makes it a list of its own, whatever stands above.
  if (!before.endsWith('\n')) return `${before}${eol}${eol}${lines}${eol}`;
  return /(?:^|\n)\r?\n$/.test(before) ? `${before}${lines}${eol}` : `${before}${eol}${lines}${eol}`;
}
