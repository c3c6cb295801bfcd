import type { TestName } from '../../core/model/verdict.ts';

/** Tells tests apart. */
export const testKey = ({ file, title }: TestName): string => `${file ?? ''}\0${title}`;

/** Each test once, in order. */
export function eachOnce(tests: readonly TestName[]): TestName[] {
  return [...new Map(tests.map((test) => [testKey(test), test])).values()];
}

/** As people read it: `test/sum.test.ts > adds two numbers`. */
export function nameTest({ file, title }: TestName): string {
  return [file ?? '', title].filter((part) => part !== '').join(' > ');
}
