/** What the changes of git's own files mean for a landing, a sentence. */
export function tamperedWords(changes: readonly string[]): string {
  const [first = '', ...more] = changes;
  const all = more.length === 0 ? first : `${first} and ${more.length} more`;
  return `git's own files were changed while agents were at work: ${all} (signalbox trust shows and accepts it)`;
}
