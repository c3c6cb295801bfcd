import { plainLines } from './plain-lines.ts';
import { signs } from './failure-signs.ts';

const mostBytes = 4096;
const mostLines = 60;
const gap = '…';

/**
 * What of an output says why it failed: failing tests and error lines with what belongs to them, and the runner's
 * summary; where nothing is recognised, the last lines. Without colours, at most 60 lines and 4 KB.
 */
export function usefulPart(text: string): string {
  const lines = plainLines(text);
  if (lines.length <= mostLines && bytesOf(lines) <= mostBytes) return trimmed(lines);
  const marks = markLines(lines);
  if (marks.every(({ weight }) => weight === 'summary')) return lastLines(lines);
  // All failures with less around each say more than one of them in full.
  for (const scale of [1, 0.5, 0.25, 0]) {
    const part = pick(lines, chosen(lines, marks, scale));
    if (part.length <= mostLines && bytesOf(part) <= mostBytes) return trimmed(part);
  }
  return firstOnes(lines, marks);
}

interface Mark {
  readonly at: number;
  readonly weight: 'failure' | 'summary';
  readonly before: number;
  readonly after: number;
}

function markLines(lines: readonly string[]): Mark[] {
  const marks: Mark[] = [];
  for (const [at, line] of lines.entries()) {
    const sign = signs.find(({ pattern }) => pattern.test(line));
    if (sign !== undefined) marks.push({ at, weight: sign.weight, before: sign.before ?? 0, after: sign.after ?? 0 });
  }
  return marks;
}

/** The numbers of the lines to show: each mark with its surroundings, which end where the next mark begins. */
function chosen(lines: readonly string[], marks: readonly Mark[], scale: number): Set<number> {
  // The end says how it ended, whatever that is.
  const found = new Set<number>([lines.length - 1]);
  for (const [index, { at, before, after }] of marks.entries()) {
    const next = marks[index + 1]?.at ?? lines.length;
    const from = Math.max(0, at - Math.round(before * scale));
    const to = Math.min(next, at + 1 + Math.round(after * scale));
    for (let line = from; line < to; line += 1) found.add(line);
  }
  return found;
}

/** The lines of these numbers in order, a mark for what was left out between them, no two empty ones in a row. */
function pick(lines: readonly string[], numbers: ReadonlySet<number>): string[] {
  const part: string[] = [];
  let last = -1;
  for (const at of [...numbers].toSorted((a, b) => a - b)) {
    const line = lines[at] ?? '';
    const isGap = last >= 0 && lines.slice(last + 1, at).some((left) => left !== '');
    if (isGap && part.at(-1) !== gap) part.push(gap);
    if (line !== '' || (part.at(-1) !== '' && part.at(-1) !== gap)) part.push(line);
    last = at;
  }
  return part;
}

/** As many failures as there is room for, a line each, and how many more there are. */
function firstOnes(lines: readonly string[], marks: readonly Mark[]): string {
  const textOf = ({ at }: Mark): string => cut(lines[at] ?? '');
  const end = [
    ...marks
      .filter(({ weight }) => weight === 'summary')
      .slice(-4)
      .map(textOf),
    cut(lines.at(-1) ?? ''),
  ];
  const failures = marks.filter(({ weight }) => weight === 'failure').map(textOf);
  const room = (count: number): string[] => {
    const left = failures.length - count;
    return [...failures.slice(0, count), ...(left > 0 ? [`${gap} and ${left} more`] : []), ...new Set(end)];
  };
  let count = Math.min(failures.length, mostLines - end.length - 1);
  while (count > 1 && bytesOf(room(count)) > mostBytes) count -= 1;
  return trimmed(room(count));
}

function lastLines(lines: readonly string[]): string {
  const last = lines.slice(-mostLines);
  while (last.length > 1 && bytesOf(last) > mostBytes) last.shift();
  return trimmed(last);
}

function cut(line: string): string {
  return line.length > 200 ? `${line.slice(0, 199)}${gap}` : line;
}

function bytesOf(lines: readonly string[]): number {
  return Buffer.byteLength(lines.join('\n'));
}

/** No empty lines around it, and never longer than allowed, even when one line alone is. */
function trimmed(lines: readonly string[]): string {
  return Buffer.from(lines.join('\n').trimEnd())
    .subarray(-mostBytes)
    .toString('utf8')
    .replace(/^\u{FFFD}+/u, '')
    .replace(/^\n+/, '');
}
