import type { TestCounts } from '../../core/model/verdict.ts';
import type { ReadWords, RunnerWords } from './counted.ts';
import { readJest, readNodeTest, readTap, readVitest } from './js-words.ts';
import { readCargo, readGo, readPytest } from './native-words.ts';

const readers: readonly ReadWords[] = [readVitest, readJest, readNodeTest, readTap, readPytest, readGo, readCargo];

/** What the known runners say in an output, taken together; null when none of them is recognised. */
export function wordsOf(lines: readonly string[]): RunnerWords | null {
  const found = readers.map((read) => read(lines)).filter((words) => words !== null);
  const [first, ...others] = found;
  if (first === undefined) return null;
  return others.reduce(
    (sum, words) => ({
      executed: sum.executed === null || words.executed === null ? null : sum.executed + words.executed,
      skipped: sum.skipped + words.skipped,
      failed: [...sum.failed, ...words.failed],
    }),
    first,
  );
}

/** As a verdict keeps it; null where nobody counted. */
export function countsOf(words: RunnerWords | null): TestCounts | null {
  if (words === null || words.executed === null) return null;
  return { executed: words.executed, skipped: words.skipped, failed: [...words.failed] };
}
