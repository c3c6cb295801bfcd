import type { Stretch } from './word-diff.ts';

/** What finds a typed text: letters of both cases unless a capital was typed. The text is no pattern. */
export function searchPattern(text: string): RegExp {
  const literal = text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return new RegExp(literal, /\p{Lu}/u.test(text) ? 'gu' : 'giu');
}

/** Where the pattern is found in a line. */
export function findStretches(line: string, pattern: RegExp): readonly Stretch[] {
  return Array.from(line.matchAll(pattern), (found) => ({ from: found.index, to: found.index + found[0].length }));
}

/** Indexes of the lines in which a text is found; `lineAt` gives null for a line that is not searched. */
export function findLines(text: string, count: number, lineAt: (index: number) => string | null): readonly number[] {
  if (text === '') return [];
  const pattern = searchPattern(text);
  const found: number[] = [];
  for (let index = 0; index < count; index++) {
    const line = lineAt(index);
    pattern.lastIndex = 0;
    if (line !== null && pattern.test(line)) found.push(index);
  }
  return found;
}
