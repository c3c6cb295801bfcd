import type { BriefLine } from './brief-line.ts';
import { type LineKind, type Patch, lineKinds } from './patch.ts';

/** Which lines of a patch stand in which row of the page. */
export interface DiffPlan {
  readonly sideBySide: boolean;
  /** How many rows there are. */
  readonly rows: number;
  /** The row that shows a line. */
  rowOf(line: number): number;
  /** The lines of a row: on the left and on the right, the same where it goes over both; null where there is none. */
  linesOf(row: number): { readonly left: number | null; readonly right: number | null };
  /** The note in a row, which then shows no line; null in all others. */
  noteAt(row: number): BriefLine | null;
}

interface Plans {
  readonly unified: DiffPlan;
  sideBySide?: DiffPlan;
}

const plans = new WeakMap<Patch, Plans>();

/** The rows of a patch in one of the two looks; found out once. */
export function planOf(patch: Patch, sideBySide: boolean): DiffPlan {
  let known = plans.get(patch);
  if (known === undefined) {
    known = { unified: unifiedPlan(patch) };
    plans.set(patch, known);
  }
  if (!sideBySide || !hasBothVersions(patch)) return known.unified;
  known.sideBySide ??= pairedPlan(patch);
  return known.sideBySide;
}

/** A new or a deleted file has nothing to stand beside it. */
function hasBothVersions({ files }: Patch): boolean {
  return files.every(({ from, to }) => from !== null && to !== null);
}

/** The line of a row that the cursor takes: on the side it was on, else the one there is. */
export function lineOfRow(plan: DiffPlan, row: number, side: 'left' | 'right'): number {
  const { left, right } = plan.linesOf(row);
  return (side === 'left' ? (left ?? right) : (right ?? left)) ?? 0;
}

function unifiedPlan(patch: Patch): DiffPlan {
  return {
    sideBySide: false,
    rows: patch.count,
    rowOf: (line) => line,
    linesOf: (row) => ({ left: row, right: row }),
    noteAt: () => null,
  };
}

const none = -1;

/** The first removed line of a block stands beside the first added one, and so on; what is left over stands alone. */
function pairedPlan(patch: Patch): DiffPlan {
  const lefts = new Int32Array(patch.count);
  const rights = new Int32Array(patch.count);
  const rowOfLine = new Int32Array(patch.count);
  let rows = 0;
  const put = (left: number, right: number): void => {
    lefts[rows] = left;
    rights[rows] = right;
    if (left !== none) rowOfLine[left] = rows;
    if (right !== none) rowOfLine[right] = rows;
    rows += 1;
  };
  for (let at = 0; at < patch.count;) {
    const removed = runEnd(patch, at, 'removed');
    const added = runEnd(patch, removed, 'added');
    if (added === at) {
      put(at, at);
      at += 1;
      continue;
    }
    for (let offset = 0; offset < Math.max(removed - at, added - removed); offset++) {
      put(at + offset < removed ? at + offset : none, removed + offset < added ? removed + offset : none);
    }
    at = added;
  }
  return {
    sideBySide: true,
    rows,
    rowOf: (line) => rowOfLine[line] ?? 0,
    linesOf: (row) => ({ left: lineAt(lefts, row), right: lineAt(rights, row) }),
    noteAt: () => null,
  };
}

function lineAt(lines: Int32Array, row: number): number | null {
  const line = lines[row] ?? none;
  return line === none ? null : line;
}

/** Where a run of lines of one kind ends; a note on the missing end of the file belongs to the line above it. */
function runEnd(patch: Patch, from: number, kind: LineKind): number {
  let at = from;
  while (kindAt(patch, at) === kind || (at > from && kindAt(patch, at) === 'note')) at += 1;
  return at;
}

function kindAt(patch: Patch, index: number): LineKind | undefined {
  return lineKinds[patch.kinds[index] ?? -1];
}
