import type { Assertion } from '../../test-block.ts';
import { type Token, isMark, isOpener, isWord, partners, splitAt, written } from './tokens.ts';

const nameField = /^(?:name|desc|description|title|label|test|testName|scenario|caseName|about)$/i;
const expectedField = /^(?:want|exp|out|output|result|err|must|should|ok$|valid|shouldErr|has)/i;

/** The cases of a test's tables: each pins what the test gives for it. None where nothing goes through a table. */
export function goCases(tokens: readonly Token[]): Assertion[] {
  if (!tokens.some((token) => isWord(token, 'range'))) return [];
  const partner = partners(tokens);
  const cases: Assertion[] = [];
  for (let at = 1; at < tokens.length; at += 1) {
    const end = partner[at] ?? -1;
    if (!isMark(tokens[at], '{') || end <= at || !isListType(tokens, partner, at)) continue;
    const parts = splitAt(tokens.slice(at + 1, end), ',');
    const read = parts.map(readCase);
    if (read.length === 0 || read.some((one) => one === undefined)) continue;
    cases.push(...read.filter((one) => one !== undefined));
    at = end;
  }
  return cases;
}

/** `[]struct{…}{`, `[]T{`, `map[string]T{`, `[...]*pkg.T{` */
function isListType(tokens: readonly Token[], partner: Int32Array, open: number): boolean {
  let at = open - 1;
  if (isMark(tokens[at], '}')) at = (partner[at] ?? 0) - 1;
  while (at > 0 && (tokens[at]?.kind === 'word' || isMark(tokens[at], '.') || isMark(tokens[at], '*'))) at -= 1;
  return isMark(tokens[at], ']');
}

function readCase(part: readonly Token[]): Assertion | undefined {
  const open = part.findIndex((token) => isMark(token, '{'));
  const [first] = part;
  if (first === undefined || open === -1 || open > 6 || partners(part)[open] !== part.length - 1) return undefined;
  const key = part[0]?.kind === 'text' && isMark(part[1], ':') ? part[0].text : undefined;
  const fields = splitAt(part.slice(open + 1, -1), ',').map(readField);
  if (fields.length === 0) return undefined;
  const named = fields.some(({ name }) => name !== undefined);
  const isExpected = (at: number): boolean =>
    named ? expectedField.test(fields[at]?.name ?? '') : at > 0 && at === fields.length - 1;
  const title = key ?? fields.find(({ name }) => nameField.test(name ?? ''))?.value;
  const texts = (wanted: boolean): string =>
    fields
      .filter((_, at) => isExpected(at) === wanted)
      .map(({ text }) => text)
      .join(', ');
  const subject = title ?? (texts(false) || texts(true));
  return { line: first.line, text: written(part), subject, matcher: 'case', expected: texts(true), strength: 'strong' };
}

function readField(tokens: readonly Token[]): { name: string | undefined; value: string; text: string } {
  const isNamed = tokens[0]?.kind === 'word' && isMark(tokens[1], ':') && !isOpener(tokens[0]);
  return {
    name: isNamed ? tokens[0]?.text : undefined,
    value: written(isNamed ? tokens.slice(2) : tokens),
    text: written(tokens),
  };
}
