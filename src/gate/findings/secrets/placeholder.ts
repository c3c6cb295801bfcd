/** Bits per character: 0 for one letter repeated, about 4.7 for random letters. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const dummyWords =
  /example|changeme|change[-_]?it|change[-_]me|dummy|fake|placeholder|sample|redacted|replace|insert|your[-_]|my[-_]|lorem|foobar|foo[-_]bar|notreal|not[-_]a|invalid|test|mock|secret|passw|s3cret|hunter2|correcthorse|deadbeef|cafebabe|0{6}|1234567|abcdefg|qwerty|todo|none|null|undefined|xxxx|\*\*\*|\.\.\.|_here\b/i;
/** Filled in from elsewhere when it is used. */
const references = /[<>{}]|\$\(|\$[A-Za-z_]|%[sdv(]|%[A-Z_]+%|\bprocess\.env|\bos\.environ|\benv\.|\bgetenv|\bENV\[/;

/** What people write where a secret would stand: `changeme`, `xxxx`, `<token>`, `${TOKEN}`, `AKIAIOSFODNN7EXAMPLE`. */
export function isPlaceholder(value: string): boolean {
  return dummyWords.test(value) || references.test(value) || isPatterned(value);
}

/** For values of an issuer's shape, in which a short word may well stand by chance. */
export function isObviousDummy(value: string): boolean {
  return (
    /example|changeme|dummy|placeholder|redacted|your[-_]|xxxx|\*\*\*|\.\.\.|fake|<|\$\{|\{\{|0{8}|12345678|abcdefgh/i.test(
      value,
    ) || isPatterned(value)
  );
}

/** A few characters over and over, or in the order of the alphabet. */
function isPatterned(value: string): boolean {
  if (/(.)\1{5}/.test(value) || /^(.{1,4})\1{2,}.{0,3}$/.test(value)) return true;
  if (new Set(value).size < Math.min(6, value.length / 2)) return true;
  let inOrder = 0;
  for (let at = 1; at < value.length; at += 1) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - 1);
    if (step === 1 || step === 0) inOrder += 1;
  }
  return inOrder > value.length / 2;
}
