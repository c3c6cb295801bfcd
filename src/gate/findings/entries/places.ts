/** Where a symbolic link leads out of the tree, as a sentence; undefined when it stays inside. */
export function leavesTree(path: string, target: string): string | undefined {
  if (/^(?:\/|\\|[A-Za-z]:[\\/])/.test(target)) return `leads to the absolute path ${shown(target)}`;
  const stack = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') stack.push(part);
    else if (stack.pop() === undefined) return `leads out of the repository: ${shown(target)}`;
  }
  return stack[0]?.toLowerCase() === '.git' ? `leads into git’s own folder: ${shown(target)}` : undefined;
}

/** Everything that moves the cursor, reverses the writing, or is not seen at all. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** What is wrong with a file's name for somebody who reads it; undefined when nothing is. */
export function oddName(path: string): string | undefined {
  if (path.includes('\u{FFFD}')) return 'the file’s name is not valid UTF-8';
  if (path.search(unseen) !== -1) return `the file’s name holds a character that cannot be seen: ${shown(path)}`;
  return undefined;
}

/** Text from a repository with what cannot be seen written out. */
export function shown(text: string): string {
  const plain = text.replaceAll(unseen, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}
