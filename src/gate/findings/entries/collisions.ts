import type { Found } from '../../../core/model/findings.ts';
import type { FileChange } from '../change.ts';
import { shown } from './places.ts';

/** New names of which a file system that ignores case makes one with another name of the candidate. */
export function detectCollisions(changes: readonly FileChange[], paths: readonly string[]): Found[] {
  const added = changes.flatMap(({ path, before, oldPath, after }) =>
    after !== null && (before === null || oldPath !== null) ? [path] : [],
  );
  if (added.length === 0) return [];
  // By the folded name: how it is spelled, and the new path that spells it so.
  const spellings = new Map<string, { readonly file: string; readonly same: Set<string> }>();
  for (const file of added) {
    for (const part of prefixes(file)) {
      const known = spellings.get(folded(part));
      if (known) known.same.add(part);
      else spellings.set(folded(part), { file, same: new Set([part]) });
    }
  }
  let folder = '';
  for (const path of paths) {
    const inFolder = path.slice(0, path.lastIndexOf('/') + 1);
    // Paths come folder by folder: its own name is looked at once.
    for (const part of inFolder === folder ? [path] : prefixes(path)) spellings.get(folded(part))?.same.add(part);
    folder = inFolder;
  }
  return [...spellings.values()].flatMap(({ file, same }) => {
    const names = [...same];
    if (names.length < 2 || !inOneFolder(names)) return [];
    const says = `${names.map(shown).join(' and ')} are one file where case is ignored`;
    return [{ rule: 'odd-name' as const, certain: true, file, line: null, side: 'candidate' as const, says }];
  });
}

/** `a`, `a/b`, `a/b/c` */
function prefixes(path: string): string[] {
  const parts: string[] = [];
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) parts.push(path.slice(0, end));
  return [...parts, path];
}

function folded(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Where their folders collide already, nothing more is to be said of what is in them. */
function inOneFolder(paths: readonly string[]): boolean {
  return new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1))).size === 1;
}
