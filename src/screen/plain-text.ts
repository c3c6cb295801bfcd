/** Text of a program, made safe to show: control and direction characters removed, at most `longest` UTF-16 units. */
export function plainText(text: string, longest: number): string {
  const cleaned = text.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
  // A cut in the middle of a pair leaves half a character behind.
  return cleaned.slice(0, longest).replace(/[\ud800-\udbff]$/u, '');
}
