/** One test as the reader of its language found it; what two versions of a file are compared by. */
export interface TestBlock {
  /** Whole, with the groups around it: `search > finds nothing in an empty list`. */
  readonly title: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** Its code without comments, white space evened out: equal bodies are the same test. */
  readonly body: string;
  /** How it is kept from running, as written: `it.skip`, `@pytest.mark.skip`, `t.Skip`, `#[ignore]`; null when it runs. */
  readonly disabled: string | null;
  /** It keeps the others from running: `it.only`. */
  readonly focused: boolean;
  /** In their order. */
  readonly assertions: readonly Assertion[];
  /** The line of a statement that ends the test, whatever it holds, before its assertions; null when there is none. */
  readonly returnsEarly: number | null;
}

export interface Assertion {
  readonly line: number;
  /** As written, white space evened out. */
  readonly text: string;
  /** What it looks at, without what it expects: `expect(total)`; two versions of one assertion share it. */
  readonly subject: string;
  /** How it compares: `toBe`, `assertEqual`, `assert_eq!`. */
  readonly matcher: string;
  /** What is expected, as written; '' when nothing is. */
  readonly expected: string;
  /** `strong` pins a value; `weak` only that there is one, that nothing is thrown, that something is true. */
  readonly strength: 'strong' | 'weak';
}

/** Reads the tests of a file; null when it is none of this language's, or holds no tests by its name and content. */
export type ReadTests = (path: string, text: string) => readonly TestBlock[] | null;
