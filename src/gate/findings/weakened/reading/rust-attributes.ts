import type { Assertion } from '../../test-block.ts';
import { strongestSkip } from './strongest-skip.ts';
import { type Token, isMark, splitAt, written } from './tokens.ts';

/** What stands in the brackets of `#[…]`. */
export interface Attribute {
  /** `tokio::test` */
  readonly path: string;
  readonly args: readonly (readonly Token[])[];
  readonly tokens: readonly Token[];
}

/** Reads the tokens between the brackets. */
export function attribute(tokens: readonly Token[]): Attribute {
  const end = tokens.findIndex((token) => isMark(token, '(') || isMark(token, '='));
  const path = written(end === -1 ? tokens : tokens.slice(0, end));
  const args = isMark(tokens[end], '(') ? splitAt(tokens.slice(end + 1, -1), ',') : [];
  return { path, args, tokens };
}

const testPath = /(?:^|::)(?:test|rstest|test_case|test_matrix|wasm_bindgen_test|quickcheck|proptest|gtest|ntest)$/;

/** It makes a test of the function below. */
export function makesTest({ path, args }: Attribute): boolean {
  return testPath.test(path) || (path === 'cfg_attr' && args.slice(1).some((one) => testPath.test(written(one))));
}

/** How attributes keep what they stand on from running. */
export function skipOfAttributes(attributes: readonly Attribute[]): string | null {
  return strongestSkip(attributes.map(skipOf));
}

const usual = /^(?:test|not|any|all|unix|windows|target_\w+|debug_assertions|panic|miri|loom|doctest|doc|docsrs)$/;

function skipOf({ path, args }: Attribute): string | null {
  if (path === 'ignore') return '#[ignore]';
  const condition = written(args[0] ?? []);
  if (path === 'cfg_attr')
    return args.slice(1).some((one) => written(one).startsWith('ignore')) ? `if ${condition}: #[ignore]` : null;
  if (path !== 'cfg') return null;
  if (/\bany\(\)|^(?:FALSE|false)$|not\(test\)/.test(condition)) return `#[cfg(${condition})]`;
  const names = (args[0] ?? []).filter(({ kind }) => kind === 'word').map(({ text }) => text);
  return names.every((name) => usual.test(name)) ? null : `if ${condition}: #[cfg]`;
}

/** What attributes say of how a test has to end, and of its cases. */
export function attributeAssertions(attributes: readonly Attribute[]): Assertion[] {
  return attributes.flatMap(({ path, args, tokens }): Assertion[] => {
    const line = tokens[0]?.line ?? 1;
    const text = `#[${written(tokens)}]`;
    if (path === 'should_panic') {
      const [wanted] = args;
      const expected = written(wanted ?? []) || written(tokens.slice(2));
      return [
        {
          line,
          text,
          subject: 'panics',
          matcher: 'should_panic',
          expected,
          strength: expected === '' ? 'weak' : 'strong',
        },
      ];
    }
    if (!/(?:^|::)(?:case(?:::\w+)?|test_case)$/.test(path) || args.length === 0) return [];
    const values = args.map(written);
    const subject = values.length > 1 ? values.slice(0, -1).join(', ') : (values[0] ?? '');
    return [
      {
        line,
        text,
        subject,
        matcher: 'case',
        expected: values.length > 1 ? (values.at(-1) ?? '') : '',
        strength: 'strong',
      },
    ];
  });
}
