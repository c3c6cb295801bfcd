/** Words of chai that only make a sentence. */
const fillers = new Set('to be been is that which and has have with at of same but does still also'.split(' '));

/** Pin a value although nothing is handed to them. */
const strongBare = new Set(
  'toBeNull toBeUndefined toBeNaN toBeTrue toBeFalse toMatchSnapshot toThrowErrorMatchingSnapshot toMatchInlineSnapshot toHaveScreenshot toMatchFileSnapshot toHaveNoViolations null undefined true false NaN empty calledOnce toHaveBeenCalledOnce toBeCalledOnce toBeEmpty toBeChecked toBeDisabled toBeEnabled toBeEmptyDOMElement snapshot matchSnapshot isTrue isFalse isNull isUndefined isEmpty toHaveBeenCalledExactlyOnce error'.split(
    ' ',
  ),
);

/** Say little although something is handed to them. */
const weakWith = new Set(
  'ok truthy falsy notOk exist exists isOk isNotOk isDefined pass not notEqual notEquals notDeepEqual notStrictEqual notDeepStrictEqual isNotNull notSame notRegex notMatch doesNotMatch doesNotThrow doesNotReject notThrows notThrowsAsync toBeTruthy toBeFalsy toBeDefined toBeInstanceOf toBeTypeOf toBeGreaterThan toBeGreaterThanOrEqual toBeLessThan toBeLessThanOrEqual above below least most within a an instanceOf instanceof isObject isArray isString isNumber isFunction type assert'.split(
    ' ',
  ),
);
const anything =
  /^(?:expect\.anything\(\)|expect\.any\(\w+\)|expect\.not\..*|sinon\.match\.(?:any|object|string|func)|any\(\))$/;

/** What a chain of members compares by: `to.deep.equal` is `deep.equal`. */
export function matcherOf(members: readonly string[]): string {
  return members.filter((member) => !fillers.has(member)).join('.');
}

/** How much an assertion says, by its matcher and what it expects. */
export function strengthOf(matcher: string, expected: string): 'strong' | 'weak' {
  const parts = matcher.split('.');
  const last = parts.at(-1) ?? '';
  if (parts.slice(0, -1).includes('not')) return 'weak';
  if (strongBare.has(last)) return 'strong';
  return expected === '' || weakWith.has(last) || anything.test(expected) ? 'weak' : 'strong';
}

const constant = /^(?:true|false|null|undefined|!?[\d.]+|!0|!1|'[^']*'|"[^"]*"|`[^`$]*`|\{\}|\[\])$/;

/** An assertion that holds whatever the code does: of a constant, or of a thing with itself. */
export function isEmptyTalk(subject: string, expected: string): boolean {
  return constant.test(subject) || (subject !== '' && subject === expected && !subject.includes('('));
}
