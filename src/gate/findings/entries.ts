import type { Found } from '../../core/model/findings.ts';
import type { Detector, FileChange, FileVersion } from './change.ts';
import { generatedFolder, generatedHeader, generatedName, lockFile } from './entries/generated.ts';
import { leavesTree, oddName, shown } from './entries/places.ts';

const largeBytes = 500 * 1024;
/** Above this no text was read, so that a missing text does not tell a binary. */
const unreadBytes = 1024 * 1024;
const gitlink = '160000';
const link = '120000';

type Said = Pick<Found, 'rule' | 'says'> & Partial<Pick<Found, 'certain' | 'line' | 'side'>>;

/** What git stores rather than what the text says: kinds, sizes, modes, links, names. */
export const detectEntries: Detector = (changes) => [
  ...changes.flatMap((change) =>
    [...about(change)].map((said) => ({
      certain: true,
      line: null,
      side: change.after === null ? ('target' as const) : ('candidate' as const),
      ...said,
      file: change.path,
    })),
  ),
  ...generatedFolders(changes),
];

function* about(change: FileChange): Generator<Said> {
  const { path, before, after } = change;
  const name = oddName(path);
  if (after !== null && name !== undefined && before?.mode !== after.mode) yield { rule: 'odd-name', says: name };
  if (before?.mode === gitlink || after?.mode === gitlink) return yield* aboutSubmodule(before, after);
  if (after === null) return;
  yield* aboutMode(before, after);
  if (after.linkTarget !== null) {
    const says = after.linkTarget === before?.linkTarget ? undefined : leavesTree(path, after.linkTarget);
    if (says !== undefined) yield { rule: 'link-out-of-tree', says: `the symbolic link ${says}` };
    return;
  }
  if (after.id !== before?.id) yield* aboutContent(change, after);
}

function* aboutContent(change: FileChange, after: FileVersion): Generator<Said> {
  const { path, before } = change;
  const { size } = after;
  if (size === null) return;
  const verb = before === null ? 'added' : 'changed';
  if (after.text === null && size <= unreadBytes) {
    yield { rule: 'binary', says: `a binary file was ${verb} (${bytes(size)})` };
  }
  if (size > largeBytes && (before?.size ?? 0) <= largeBytes && !lockFile.test(path)) {
    const from = before?.size == null ? '' : `, it was ${bytes(before.size)}`;
    yield { rule: 'large-file', says: `the file is large: ${bytes(size)}${from}` };
  }
  if (generatedFolder(path) !== undefined) return;
  const kind = before === null ? generatedName(path) : undefined;
  if (kind !== undefined) yield { rule: 'generated-file', certain: false, says: `a file that is ${kind} was added` };
  const line = generatedHeader(change);
  if (line === undefined) return;
  const says = 'the file was changed, and says of itself that it is generated';
  yield { rule: 'generated-file', certain: false, line, says };
}

function* aboutSubmodule(before: FileVersion | null, after: FileVersion | null): Generator<Said> {
  const rule = 'submodule';
  const old = before?.mode === gitlink ? before.id.slice(0, 7) : null;
  const now = after?.mode === gitlink ? after.id.slice(0, 7) : null;
  if (old === now) return;
  if (old === null) yield { rule, says: `a submodule was added at ${now}` };
  else if (now === null) yield { rule, says: `the submodule at ${old} was removed` };
  else yield { rule, says: `the submodule was moved: ${old} -> ${now}` };
}

function* aboutMode(before: FileVersion | null, after: FileVersion): Generator<Said> {
  const rule = 'mode-changed';
  const was = before?.mode ?? '100644';
  if (was === after.mode || (before === null && after.mode === link)) return;
  if (after.mode === link) yield { rule, says: `a file became a symbolic link to ${shown(after.linkTarget ?? '')}` };
  else if (was === link) yield { rule, says: 'a symbolic link became a file' };
  else if (before === null) yield { rule, says: 'the new file is executable' };
  else
    yield { rule, says: after.mode === '100755' ? 'the file became executable' : 'the file is no longer executable' };
}

/** One sentence for a whole folder: nobody reads a thousand. */
function generatedFolders(changes: readonly FileChange[]): Found[] {
  const added = changes.filter(({ before, after }) => before === null && after !== null);
  const folders = Map.groupBy(added, ({ path }) => generatedFolder(path));
  return [...folders].flatMap(([folder, files]) => {
    const file = files[0]?.path;
    if (folder === undefined || file === undefined) return [];
    const count = files.length === 1 ? 'a file' : `${files.length} files`;
    const says = `${count} below ${shown(folder)}/, which a tool writes, ${files.length === 1 ? 'was' : 'were'} added`;
    return [{ rule: 'generated-file' as const, certain: false, file, line: null, side: 'candidate' as const, says }];
  });
}

function bytes(size: number): string {
  if (size < 1024) return `${size} bytes`;
  const kilobytes = size / 1024;
  return kilobytes < 1024 ? `${kilobytes.toFixed(kilobytes < 10 ? 1 : 0)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
