import type { Found } from '../../../core/model/findings.ts';
import { hunksOf } from '../changed-lines.ts';
import type { ChangedLine, Hunk } from '../changed-lines.ts';
import type { FileChange } from '../change.ts';
import { isCode, isFixture, isTestPath } from '../paths.ts';
import { counted } from '../../../core/words/counted.ts';
import { cut, listed } from './sentences.ts';

/**
 * For languages that no reader knows: lines of test files that assert, declare or switch off a test. It sees no structure, so
 * that nothing that it says is certain.
 */

const comment = /^\s*(?:\/\/|#(?!\[)|\*|\/\*|--|;)/;
const asserts =
  /\bassert\w*\s*[(!. ]|\bAssert\w*\.|\bexpect\w*\s*[({!]|\.should\b|\bshould(?:Be|_eq|Equal|Throw|Contain)\w*|\bverify\s*\(|\b(?:EXPECT|ASSERT|REQUIRE|CHECK)(?:_\w+)?\s*\(|\bXCTAssert\w*|\brefute\w*\b|\$this->(?:assert|expect)\w*|\bmust_\w+/;
const declares: readonly RegExp[] = [
  /\b(?:x?it|x?test|x?specify|scenario|example|describe|context|should)\s*\(?\s*["'`]([^"'`]+)["'`]/,
  /\b(?:def|func|fun|fn|function)\s+(test\w+|\w+_test)\b/i,
  /\bfun\s+`([^`]+)`/,
  /\b(?:TEST|TEST_F|TEST_P|TEST_CASE|SCENARIO)\s*\(\s*"?([^")]+)/,
  /\bvoid\s+(\w+)\s*\(\s*\)/,
  /\b(?:async\s+)?Task\s+(\w+)\s*\(/,
];
const switchesOff =
  /@(?:Disabled|Ignore)\b|\[(?:Ignore|Fact\(.*Skip|Theory\(.*Skip)|\bmarkTest(?:Skipped|Incomplete)\b|\bXCTSkip|@tag :?skip|\bGTEST_SKIP\b|\bDISABLED_\w+|^\s*(?:xit|xdescribe|xcontext|xspecify|xtest)\b|^\s*(?:skip|pending)\b|\bassume(?:True|False)\(|,\s*skip:\s*(?!false)|\bAssume\.|@unittest\.skip|@pytest\.mark\.(?:skip|xfail)|\bt\.Skip|#\[ignore/;

/** What became weaker in a test file, line by line. */
export function compareLines(change: FileChange, others: readonly FileChange[]): Found[] {
  const { path, before, after } = change;
  if (!isCode(path) || !isTestPath(path) || isFixture(path) || before === null || before.id === after?.id) return [];
  const hunks = hunksOf(change).map(withoutComments);
  const elsewhere = hunks.flatMap(({ added }) => added.map(({ text }) => text.trim()));
  const lost = hunks.flatMap(lostLines).filter(({ text }) => !took(elsewhere, text.trim()));
  const [first] = lost;
  const common = { certain: false, file: path } as const;
  const found: Found[] = [];
  if (after !== null && first !== undefined)
    found.push({
      ...common,
      rule: 'assertions-removed',
      line: first.line,
      side: 'target',
      says: `${counted(lost.length, 'line')} with assertions ${lost.length === 1 ? 'was' : 'were'} removed: ${cut(first.text)}`,
    });
  const now = new Set([change, ...others].flatMap((one) => namesOf(one.after?.text?.split('\n') ?? [])));
  const gone = hunks.flatMap(({ removed }) => removed.map((line) => ({ line: line.line, name: nameOf(line.text) })));
  const removed = gone.filter((one): one is { line: number; name: string } => one.name !== null && !now.has(one.name));
  if (removed.length > 0)
    found.push({
      ...common,
      rule: 'test-removed',
      line: removed[0]?.line ?? null,
      side: 'target',
      says: `${counted(removed.length, 'test')} ${removed.length === 1 ? 'is' : 'are'} gone: ${listed(removed.map(({ name }) => name))}`,
    });
  for (const { removed: went, added } of hunks)
    for (const { line, text } of added.filter((one) => switchesOff.test(one.text)))
      if (!went.some((one) => switchesOff.test(one.text)))
        found.push({
          ...common,
          rule: 'test-disabled',
          line,
          side: 'candidate',
          says: `a test is switched off: ${cut(text)}`,
        });
  return found;
}

function isCodeLine({ text }: ChangedLine): boolean {
  return !comment.test(text);
}

function withoutComments({ removed, added }: Hunk): Hunk {
  return { removed: removed.filter(isCodeLine), added: added.filter(isCodeLine) };
}

/** The last of the asserting lines of a place that has fewer of them now. */
function lostLines({ removed, added }: Hunk): ChangedLine[] {
  const came = added.filter(({ text }) => asserts.test(text)).length;
  return removed.filter(({ text }) => asserts.test(text)).slice(came);
}

/** Takes one out of what there is. */
function took(texts: string[], text: string): boolean {
  const at = texts.indexOf(text);
  if (at >= 0) texts.splice(at, 1);
  return at >= 0;
}

function namesOf(lines: readonly string[]): string[] {
  return lines.flatMap((text) => (comment.test(text) ? [] : (nameOf(text) ?? [])));
}

function nameOf(text: string): string | null {
  for (const pattern of declares) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name.trim();
  }
  return null;
}
