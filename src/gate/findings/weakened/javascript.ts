import { isFixture } from '../paths.ts';
import type { ReadTests, TestBlock } from '../test-block.ts';
import { assertionsIn } from './javascript/assertions.ts';
import type { PlacedAssertion } from './javascript/assertions.ts';
import { deadRanges, stopsIn } from './javascript/stops.ts';
import { testCalls } from './javascript/test-calls.ts';
import type { TestCall } from './javascript/test-calls.ts';
import { isTestCode } from './javascript/test-names.ts';
import { readCode } from './javascript/tokens.ts';
import type { Code } from './javascript/tokens.ts';
import { written } from './javascript/written.ts';

/** Tests in tests: nobody writes more, and each is read whole. */
const deepest = 50;
const language = /\.(?:[cm]?[jt]sx?)$/;

/** The tests of JavaScript and TypeScript: vitest, jest, mocha, jasmine, ava, tap, tape, node:test, bun, uvu, playwright. */
export const readTests: ReadTests = (path, text) => {
  if (!language.test(path) || isFixture(path)) return null;
  const code = readCode(path, text);
  if (!isTestCode(path, code)) return null;
  const calls = testCalls(code);
  const declared = new Set(calls.map(({ from }) => from));
  const around: Surroundings[] = [];
  const blocks: TestBlock[] = [];
  for (const [index, call] of calls.entries()) {
    while (around.length > 0 && (around.at(-1)?.to ?? 0) <= call.from) around.pop();
    if (around.length >= deepest) continue;
    const outer = around.at(-1) ?? nothing;
    const { skipped, returns } = stopsIn(code, call.body, declared);
    const here: Surroundings = {
      to: call.to,
      titles: call.title === '' ? outer.titles : [...outer.titles, call.title],
      endsAt: returns[0]?.at ?? call.to,
      disabled: call.disabled ?? skipped ?? outer.disabled ?? (call.from >= outer.endsAt ? 'return' : null),
      focused: call.focused || outer.focused,
    };
    around.push(here);
    if (call.kind === 'group') continue;
    const inner = innerTests(calls, index);
    const found = ownAssertions(code, call, inner);
    // A test that only holds others is their group.
    if (inner.length > 0 && found.length === 0) continue;
    const early = returns.find((one) => found.some(({ at }) => at >= one.at));
    blocks.push({
      title: here.titles.join(' > '),
      line: code.tokens[call.from]?.line ?? 1,
      body: bodyOf(code, call, inner),
      disabled: here.disabled,
      focused: here.focused,
      assertions: found.flatMap(({ at: _at, empty, ...assertion }) => (empty ? [] : [assertion])),
      returnsEarly: early?.line ?? null,
    });
  }
  return blocks;
};

/** What a test has from the groups that it stands in. */
interface Surroundings {
  readonly to: number;
  readonly titles: readonly string[];
  /** The token from which on nothing in it is reached. */
  readonly endsAt: number;
  readonly disabled: string | null;
  readonly focused: boolean;
}

const nothing: Surroundings = { to: 0, titles: [], endsAt: Number.POSITIVE_INFINITY, disabled: null, focused: false };

function innerTests(calls: readonly TestCall[], index: number): TestCall[] {
  const inner: TestCall[] = [];
  const end = calls[index]?.to ?? 0;
  for (let at = index + 1; (calls[at]?.from ?? end) < end; at += 1) {
    const call = calls[at];
    if (call?.kind === 'test' && call.from >= (inner.at(-1)?.to ?? 0)) inner.push(call);
  }
  return inner;
}

function ownAssertions(code: Code, call: TestCall, inner: readonly TestCall[]): PlacedAssertion[] {
  const others = [...inner.map(({ from, to }) => [from, to] as const), ...deadRanges(code, call.body)];
  return assertionsIn(code, call.body, call.parameters).filter(
    ({ at }) => !others.some(([from, to]) => at >= from && at < to),
  );
}

function bodyOf(code: Code, { body: [from, to] }: TestCall, inner: readonly TestCall[]): string {
  const parts: string[] = [];
  let start = from;
  for (const test of inner) {
    parts.push(written(code, start, test.from));
    start = test.to;
  }
  return [...parts, written(code, start, to)].join(' ');
}
