import type { Assertion, TestBlock } from '../test-block.ts';
import type { ComparedAssertions } from './compare-assertions.ts';
import type { Observed } from './condense.ts';
import type { TestPair } from './pair-tests.ts';
import { cut } from './sentences.ts';

/** Assertions that are nowhere any more, less those that others took the place of. */
export function lostAssertions(
  { before, after, named }: TestPair,
  { gone, fresh }: ComparedAssertions,
  moved: Map<string, number>,
): Observed[] {
  // Of a test that lost nothing else, nothing was moved: that another test says the same may well be chance.
  const isAlone = isOnlyWithout(before.block, after.block, gone);
  const inAnother = gone.filter(({ text }) => take(moved, text));
  const lost = isAlone ? gone : gone.filter((one) => !inAnother.includes(one));
  const count = lost.length - fresh.length;
  const common = {
    certain:
      named &&
      fresh.length === 0 &&
      !isHelped(before.block, after.block) &&
      !lost.some((one) => inAnother.includes(one)),
    file: before.file,
    side: 'target',
    title: before.block.title,
  } as const;
  if (count > 0) {
    const said = lost.slice(-count);
    const detail =
      said
        .slice(0, 3)
        .map(({ text }) => cut(text))
        .join('; ') + (count > 3 ? `; and ${count - 3} more` : '');
    return [{ ...common, rule: 'assertions-removed', line: said[0]?.line ?? null, detail, count }];
  }
  const pinned = lost.find(({ strength }) => strength === 'strong');
  const [weak] = fresh;
  if (pinned === undefined || weak === undefined || fresh.some(({ strength }) => strength === 'strong')) return [];
  return [{ ...common, rule: 'assertion-loosened', certain: false, line: pinned.line, detail: became(pinned, weak) }];
}

/** Assertions that say less than before, or something else. */
export function changedAssertions({ before, after }: TestPair, { changed }: ComparedAssertions): Observed[] {
  const helped = isHelped(before.block, after.block);
  return changed.flatMap((one): Observed[] => {
    const detail = became(one.before, one.after);
    const common = {
      certain: one.certain,
      file: after.file,
      line: one.after.line,
      title: after.block.title,
      detail,
    } as const;
    if (isLooser(one.before, one.after))
      return [{ ...common, certain: one.certain && !helped, rule: 'assertion-loosened', side: 'candidate' }];
    return isSaidOtherwise(one.before, one.after) || !one.certain
      ? []
      : [{ ...common, rule: 'expectation-changed', side: 'candidate' }];
  });
}

/** Expecting it is expecting nothing: `NotEqual(t, "", x)` and `NotEmpty(t, x)` say the same. */
const nothing = /^(?:|["'`]{2}|nil|null|None|undefined|0|false)$/;

/** No value is pinned any more, or nothing is expected any more. */
function isLooser(before: Assertion, after: Assertion): boolean {
  if (isAlwaysSo(after) && !isAlwaysSo(before)) return true;
  if (after.strength === 'strong') return false;
  return before.strength === 'strong' || (after.expected === '' && !nothing.test(before.expected));
}

/** It is compared with itself. */
function isAlwaysSo({ subject, expected }: Assertion): boolean {
  return expected !== '' && squeezed(subject.replace(/^expect\((.*)\)$/s, '$1')) === squeezed(expected);
}

/** Another way to say the same, or more: another library's matcher, a pinned value where there was only any. */
function isSaidOtherwise(before: Assertion, after: Assertion): boolean {
  const negated = /\bnot/i;
  if (negated.test(before.matcher) !== negated.test(after.matcher)) return false;
  if (before.strength === 'weak' && after.strength === 'strong') return true;
  return before.expected === after.expected && (before.expected !== '' || before.matcher === after.matcher);
}

/** A call of what sounds as if it asserted; a library's own matchers do not. */
const helpers = /(?<![.\w])(?:assert|expect|verify|check|must|require|should|validate|ensure|compare)[A-Z_]\w*(?=\()/g;

/** More than these are looked for in no body. */
const most = 50;

/** Whether a function that it did not call before may assert in its place: nobody looks into it here. */
function isHelped(before: TestBlock, after: TestBlock): boolean {
  const known = new Set(before.body.match(helpers));
  return (after.body.match(helpers) ?? []).some((call) => !known.has(call));
}

/** Whether a test's code is as before but for these assertions. */
function isOnlyWithout(before: TestBlock, after: TestBlock, gone: readonly Assertion[]): boolean {
  if (gone.length === 0 || gone.length > most) return false;
  let rest = squeezed(before.body);
  for (const { text } of gone) rest = rest.replace(squeezed(text), () => '');
  return rest === squeezed(after.body);
}

function squeezed(code: string): string {
  return code.replace(/\bawait\b|\s+/g, '');
}

function became(before: Assertion, after: Assertion): string {
  return `${cut(before.text)} became ${cut(after.text)}`;
}

/** Uses one of what is counted up. */
function take(counts: Map<string, number>, text: string): boolean {
  const left = counts.get(text) ?? 0;
  if (left > 0) counts.set(text, left - 1);
  return left > 0;
}
