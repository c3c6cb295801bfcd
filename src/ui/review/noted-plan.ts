import type { BriefLine } from './brief-line.ts';
import type { DiffPlan } from './diff-plan.ts';

/** Lines of text that stand below a line of the patch; above all of them where it is null. */
export interface NoteBlock {
  readonly line: number | null;
  readonly lines: readonly BriefLine[];
}

/** The plan with notes between its rows. A note's rows hold no line: they belong to the row above. */
export function notedPlan(plan: DiffPlan, blocks: readonly NoteBlock[]): DiffPlan {
  if (blocks.length === 0) return plan;
  // By the row that they follow, -1 for the top.
  const below = new Map<number, BriefLine[]>();
  for (const { line, lines } of blocks) {
    const row = line === null ? -1 : plan.rowOf(line);
    below.set(row, [...(below.get(row) ?? []), ...lines]);
  }
  const order = [...below].toSorted(([a], [b]) => a - b);
  const places = order.map(([row, lines], at) => {
    const before = order.slice(0, at).reduce((sum, [, some]) => sum + some.length, 0);
    return { row, first: row + 1 + before, lines };
  });
  const last = (row: number) => places.findLast(({ first }) => first <= row);
  const note = (row: number): BriefLine | null => {
    const place = last(row);
    return place?.lines[row - place.first] ?? null;
  };
  const own = (row: number): number => {
    const place = last(row);
    if (place === undefined) return row;
    if (row < place.first + place.lines.length) return Math.max(0, place.row);
    return row - (place.first + place.lines.length) + place.row + 1;
  };
  return {
    sideBySide: plan.sideBySide,
    rows: plan.rows + places.reduce((sum, { lines }) => sum + lines.length, 0),
    rowOf: (line) => {
      const row = plan.rowOf(line);
      return row + places.reduce((sum, place) => sum + (place.row < row ? place.lines.length : 0), 0);
    },
    linesOf: (row) => plan.linesOf(own(row)),
    noteAt: note,
  };
}
