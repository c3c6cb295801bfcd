import { wrap } from '../ui/text/fit.ts';
import { printable } from './printable.ts';
import type { Shell } from './shell.ts';

/** How wide lines may be: a terminal's columns; what goes elsewhere is never broken. */
export function columnsFor({ stdout }: Shell): number {
  return stdout.isTTY ? stdout.columns : Infinity;
}

/** A text behind its lead; what does not fit stands below the text, never below the lead. */
export function hanging(lead: string, text: string, columns: number): string[] {
  // Escapes are longer than what they stand for: first they are written, then the line is broken.
  const lines = printable(text).split('\n');
  const room = columns - lead.length;
  const broken = Number.isFinite(room) ? lines.flatMap((line) => wrap(line, Math.max(16, room))) : lines;
  return broken.map((line, at) => `${at === 0 ? lead : ' '.repeat(lead.length)}${line}`.trimEnd());
}
