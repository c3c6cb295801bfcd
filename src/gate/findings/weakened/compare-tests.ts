import type { Found, FindingRule } from '../../../core/model/findings.ts';
import type { Assertion, TestBlock } from '../test-block.ts';
import { compareAssertions } from './compare-assertions.ts';
import { condense } from './condense.ts';
import type { Observed } from './condense.ts';
import { pairTests } from './pair-tests.ts';
import type { PlacedTest, TestPair } from './pair-tests.ts';
import { shapeOf, similarity } from './similarity.ts';
import { cut } from './sentences.ts';
import { changedAssertions, lostAssertions } from './weaker-assertions.ts';

/** The tests of one changed file, in both versions. */
export interface ChangedTests {
  readonly path: string;
  readonly before: readonly TestBlock[];
  readonly after: readonly TestBlock[];
}

/** Below it a renamed test is a new one in the place of the old: their assertions are not compared. */
const stillComparable = 0.75;

/** What became weaker between the tests of all files before and after, test by test. */
export function compareTests(files: readonly ChangedTests[]): Found[] {
  const { pairs, gone, fresh } = pairTests(placed(files, 'before'), placed(files, 'after'));
  const compared = pairs
    .filter(({ before, after }) => before.block.body !== after.block.body)
    .map((pair) => ({
      pair,
      assertions: compareAssertions(pair.before.block.assertions, pair.after.block.assertions),
    }));
  const moved = countTexts([
    ...fresh.flatMap(({ block }) => block.assertions),
    ...compared.flatMap(({ assertions }) => assertions.fresh),
  ]);
  return condense([
    ...gone.filter(({ block }) => block.disabled === null || isConditional(block.disabled)).map(removedTest),
    ...pairs.flatMap(stoppedTest),
    ...focusedTests(pairs, fresh),
    ...compared
      .filter(({ pair }) => isComparable(pair))
      .flatMap(({ pair, assertions }) => [
        ...lostAssertions(pair, assertions, moved),
        ...changedAssertions(pair, assertions),
      ]),
    ...fresh.flatMap(newTest),
  ]);
}

function placed(files: readonly ChangedTests[], side: 'before' | 'after'): PlacedTest[] {
  return files.flatMap((file) => file[side].map((block) => ({ file: file.path, block })));
}

function isComparable({ before, after, named }: TestPair): boolean {
  // What did not run checked nothing that could be lost.
  if (before.block.disabled !== null && !isConditional(before.block.disabled)) return false;
  return named || similarity(shapeOf(before.block.body), shapeOf(after.block.body)) >= stillComparable;
}

function removedTest({ file, block: { title, line } }: PlacedTest): Observed {
  return { rule: 'test-removed', certain: true, file, line, side: 'target', title, detail: '' };
}

/** A test that no longer runs, or ends before its assertions. */
function stoppedTest({ before, after: { file, block } }: TestPair): Observed[] {
  const common = { file, side: 'candidate', title: block.title } as const;
  const was = before.block.disabled;
  const wasOff = was !== null && (!isConditional(was) || isConditional(block.disabled ?? ''));
  if (block.disabled !== null && !wasOff)
    return [
      {
        ...common,
        rule: 'test-disabled',
        certain: !isConditional(block.disabled),
        line: block.line,
        detail: cut(block.disabled),
      },
    ];
  if (block.returnsEarly !== null && before.block.returnsEarly === null)
    return [{ ...common, rule: 'test-returns-early', certain: true, line: block.returnsEarly, detail: '' }];
  return [];
}

/** It may still run somewhere: `it.skipIf(isWindows)`, `if (!online) t.skip()`. */
function isConditional(disabled: string): boolean {
  return /\w[iI]f\b|\bif\b|\{ (?:skip|todo)(?:: (?!true|['"`])| \})|[uU]nless\b|cfg_attr|, *reason=/.test(disabled);
}

/** One per file: that the others do not run is one thing. */
function focusedTests(pairs: readonly TestPair[], fresh: readonly PlacedTest[]): Observed[] {
  const was = new Set(pairs.filter(({ before }) => before.block.focused).map(({ before }) => before.file));
  const now = [...pairs.map(({ after }) => after), ...fresh].filter(
    ({ file, block }) => block.focused && !was.has(file),
  );
  return [...Map.groupBy(now, ({ file }) => file).values()].flatMap(([first]) => {
    if (first === undefined) return [];
    const { title, line } = first.block;
    return [{ rule: 'test-disabled', certain: true, file: first.file, line, side: 'candidate', title, detail: 'only' }];
  });
}

function newTest({ file, block }: PlacedTest): Observed[] {
  const { title, line, disabled } = block;
  const rule: FindingRule | null =
    disabled !== null ? 'new-test-disabled' : block.assertions.length === 0 ? 'new-test-asserts-nothing' : null;
  return rule === null
    ? []
    : [{ rule, certain: disabled !== null, file, line, side: 'candidate', title, detail: cut(disabled ?? '') }];
}

function countTexts(assertions: readonly Assertion[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of assertions) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
