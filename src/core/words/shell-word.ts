/** One word for a POSIX shell, whatever it holds; plain ones stay as they are, so that people can read the command. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
