import { createHash } from 'node:crypto';
import { changedFiles, fileDiff, wholeDiff } from './diff.ts';

/**
 * Names each file's change by what a person reads of it: added, removed and surrounding lines, renames and modes, but no
 * line numbers and no object ids. The same work on a target that moved elsewhere in the file has the same names.
 */
export async function changeContents(order: {
  root: string;
  from: string;
  to: string;
}): Promise<Readonly<Record<string, string>>> {
  const files = await changedFiles(order);
  const patches = split(await wholeDiff(order));
  // A file that became a link, or the other way round, is removed and made anew: two patches.
  const counts = files.map((file) => (file.status === 'type-changed' ? 2 : 1));
  const inOrder = counts.reduce((sum, count) => sum + count, 0) === patches.length;
  const contents: Record<string, string> = {};
  let next = 0;
  for (const [at, { path, from: oldPath }] of files.entries()) {
    const first = next;
    next += counts[at] ?? 1;
    const patch = inOrder ? patches.slice(first, next).join('\n') : await fileDiff({ ...order, path, oldPath });
    contents[path] = nameOf(patch);
  }
  return contents;
}

/** A line of content begins with a sign, so that only headers can begin like this. */
function split(patch: string): string[] {
  return patch === '' ? [] : patch.replace(/\n$/, '').split(/\n(?=diff --git )/);
}

const unread = /^(?:diff --git |index |similarity index |dissimilarity index |--- |\+\+\+ )/;

function nameOf(patch: string): string {
  const hash = createHash('sha256');
  let inHeader = true;
  for (const line of patch.split('\n')) {
    if (line.startsWith('@@ ')) {
      inHeader = false;
      hash.update('@@\n');
    } else if (line.startsWith('diff --git ')) inHeader = true;
    else if (!inHeader || !unread.test(line)) hash.update(`${line}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
