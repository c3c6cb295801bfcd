import { createHash } from 'node:crypto';
import type { FileChange, FileVersion } from '../../../src/gate/findings/change.ts';

/** A changed file; null where a version does not have it. */
export function changed(path: string, before: string | null, after: string | null): FileChange {
  return { path, oldPath: null, before: version(before), after: version(after) };
}

export function renamed(oldPath: string, path: string, [before, after]: readonly [string, string]): FileChange {
  return { ...changed(path, before, after), oldPath };
}

function version(text: string | null): FileVersion | null {
  if (text === null) return null;
  const id = createHash('sha1').update(text).digest('hex');
  return { mode: '100644', id, size: Buffer.byteLength(text), text, linkTarget: null };
}
