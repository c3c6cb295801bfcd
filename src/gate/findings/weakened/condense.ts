import type { Found } from '../../../core/model/findings.ts';
import { counted } from '../../../core/words/counted.ts';
import { cut, listed } from './sentences.ts';

type TestRule = Extract<
  Found['rule'],
  | 'test-removed'
  | 'test-disabled'
  | 'test-returns-early'
  | 'assertions-removed'
  | 'assertion-loosened'
  | 'expectation-changed'
  | 'new-test-disabled'
  | 'new-test-asserts-nothing'
>;

/** What happened to one test, before it is put into words. */
export interface Observed extends Omit<Found, 'says' | 'rule'> {
  readonly rule: TestRule;
  readonly title: string;
  /** What the sentence shows of the code; '' when nothing. */
  readonly detail: string;
  /** How many assertions it is about. */
  readonly count?: number;
}

/** From this on the tests of a file that share a fate share a sentence: a person would read no longer list. */
const mostAlone = 5;

const single: Record<TestRule, (one: Observed) => string> = {
  'test-removed': ({ title }) => `test "${title}" was removed`,
  'test-disabled': ({ title, detail }) =>
    detail === 'only' ? `no other test of this file runs than "${title}"` : `test "${title}" no longer runs: ${detail}`,
  'test-returns-early': ({ title }) => `test "${title}" returns before its assertions`,
  'assertions-removed': ({ title, detail, count = 1 }) =>
    `test "${title}" lost ${count === 1 ? 'an assertion' : counted(count, 'assertion')}: ${detail}`,
  'assertion-loosened': ({ title, detail }) => `test "${title}" asserts less: ${detail}`,
  'expectation-changed': ({ title, detail }) => `test "${title}" expects something else: ${detail}`,
  'new-test-disabled': ({ title, detail }) => `new test "${title}" does not run: ${detail}`,
  'new-test-asserts-nothing': ({ title }) => `new test "${title}" asserts nothing`,
};

const several: Record<TestRule, (count: number) => string> = {
  'test-removed': (count) => `${count} tests were removed`,
  'test-disabled': (count) => `${count} tests no longer run`,
  'test-returns-early': (count) => `${count} tests return before their assertions`,
  'assertions-removed': (count) => `${count} tests lost assertions`,
  'assertion-loosened': (count) => `${count} assertions became weaker`,
  'expectation-changed': (count) => `${count} assertions expect something else`,
  'new-test-disabled': (count) => `${count} new tests do not run`,
  'new-test-asserts-nothing': (count) => `${count} new tests assert nothing`,
};

/** Puts into words what happened: each test by its name, too many of one file and one fate in one sentence. */
export function condense(observed: readonly Observed[]): Found[] {
  const groups = Map.groupBy(observed, ({ rule, file, certain }) => JSON.stringify([rule, file, certain]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length <= mostAlone)
      return group.map((one) => foundOf(one, single[one.rule]({ ...one, title: cut(one.title) })));
    const titles = [...new Set(group.map(({ title }) => title))];
    return [foundOf(first, `${several[first.rule](group.length)}: ${listed(titles)}`)];
  });
}

function foundOf({ rule, certain, file, line, side }: Observed, says: string): Found {
  return { rule, certain, file, line, side, says };
}
