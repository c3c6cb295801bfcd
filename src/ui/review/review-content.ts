import { countLines } from '../../core/model/verdict.ts';
import { outlookInWords } from '../../core/words/evidence-words.ts';
import { type BriefLine, briefLines } from './brief.ts';
import { type Patch, lineKinds } from './patch.ts';
import { variantState } from './review-look.ts';
import { type ReviewLayout, reviewLayout } from './review-layout.ts';
import { placedComments } from './placed-comments.ts';
import type { LogState, PatchState, ReviewState } from './review-model.ts';
import { isMarked, markOf } from './review-rounds.ts';
import { isLockFile } from '../../core/rules/read-lines.ts';
import type { RankedFile } from './risk.ts';
import { unicodeGlyphs } from '../glyphs.ts';

/** Where everything is in the view of this state. */
export function layoutOf(state: ReviewState): ReviewLayout {
  const { columns, rows, page, files, focus } = state;
  const banners = bannersOf(state).length;
  return reviewLayout({ columns, rows, page, files: files.length, banners, choosing: focus === 'files' });
}

/** What has happened to the item while it is being read, a sentence each. */
export function bannersOf(state: ReviewState): readonly string[] {
  const { session, verdict, target } = state;
  const said: string[] = [];
  if (state.outdated || hasNewerVerdict(state)) {
    const newer = session.verdict;
    const word =
      newer === null ? 'newer work' : `a newer verdict (${newer.kind}, on ${target.name} ${newer.target.slice(0, 7)})`;
    said.push(`${word} has come: what you read is the earlier one`);
  } else if (session.outlook !== null && session.outlook.target === target.commit) {
    said.push(outlookInWords(session.outlook, target.name));
  } else if (verdict !== null && target.commit !== null && target.commit !== verdict.target) {
    said.push(
      `${target.name} moved to ${target.commit.slice(0, 7)} since this was judged: it is judged again before it lands`,
    );
  }
  return said;
}

/** The session's verdict is another one than the one being read. */
export function hasNewerVerdict({ session, verdict }: ReviewState): boolean {
  const newer = session.verdict;
  if (newer === null || verdict === null) return newer !== verdict;
  return (
    newer.finishedAt !== verdict.finishedAt || newer.candidate !== verdict.candidate || newer.kind !== verdict.kind
  );
}

/** The file whose patch the diff page shows. */
export function selectedFile(state: ReviewState): RankedFile | null {
  return state.files[state.selected] ?? null;
}

/** Whether a file's patch is folded away: lock files are, until they are opened. */
export function isFolded(state: ReviewState, path: string): boolean {
  return isLockFile(path) !== state.toggled.has(path);
}

/** Whether a file counts as read. */
export function isRead(state: ReviewState, path: string): boolean {
  return isMarked(markOf(state, path));
}

/**
 * The files that were not read, in the order of reading, also those that the list leaves out because the agent did not touch
 * them since. Approving with some left asks once.
 */
export function unreadFiles(state: ReviewState): readonly string[] {
  const listed = state.files.map(({ file }) => file.path);
  const all = (state.verdict?.files ?? []).map(({ path }) => path);
  const there = new Set(all);
  return [...new Set([...listed.filter((path) => there.has(path)), ...all])].filter((path) => !isRead(state, path));
}

/** Changed lines of the whole item, and of the files that were read. */
export function readLines(state: ReviewState): { readonly lines: number; readonly readLines: number } {
  const files = state.verdict?.files ?? [];
  const { added, removed } = countLines(files);
  const read = countLines(files.filter(({ path }) => isRead(state, path)));
  return { lines: added + removed, readLines: read.added + read.removed };
}

/** The patch on the diff page; null while there is none to show. */
export function shownPatch(state: ReviewState): Patch | null {
  const path = selectedFile(state)?.file.path;
  return path === undefined ? null : patchOf(state, path);
}

/** The patch of a file in the wanted look, or in git's own as long as that is all there is; null while there is none to show. */
export function patchOf(state: ReviewState, path: string): Patch | null {
  if (isFolded(state, path)) return null;
  const found: PatchState | undefined = variantState(state, path);
  return found?.kind === 'loaded' ? found.patch : plainPatch(state, path);
}

/** A file's patch as git makes it, whatever look is wanted; null while it is not there. */
export function plainPatch(state: ReviewState, path: string): Patch | null {
  const found = state.patches.get(path);
  return found?.kind === 'loaded' ? found.patch : null;
}

/** The log on the log page; null while it is not there. */
export function shownLog(state: ReviewState): Extract<LogState, { kind: 'loaded' }> | null {
  const source = state.logSources[state.log];
  if (source?.kind === 'evidence' && source.file.kind !== 'text') {
    const { name, path, kind } = source.file;
    const what = kind === 'image' ? 'a picture: look at it where it lies' : 'no text: look at it where it lies';
    return { kind: 'loaded', lines: [`${name} is ${what}`, '', path], truncated: false };
  }
  const found = state.logs.get(state.log);
  return found?.kind === 'loaded' ? found : null;
}

/** The lines of the brief at the present width. */
export function shownBrief(state: ReviewState, glyphs = unicodeGlyphs): readonly BriefLine[] {
  const { session, verdict, target, scopePolicy, clashes, briefInFull: expanded } = state;
  const { columns } = layoutOf({ ...state, page: 'brief' }).main.inner;
  const { compare, compared } = state;
  const problem = typeof compare === 'object' && session.reviewed !== null ? compare.why : null;
  const said = { session, verdict, targetName: target.name, scopePolicy, clashes, compared, problem };
  return briefLines({ ...said, comments: placedComments(state), expanded, columns, glyphs });
}

/** Lines of the present page, all of them. */
export function pageLines(state: ReviewState): number {
  switch (state.page) {
    case 'brief':
      return shownBrief(state).length;
    case 'diff':
      return shownPatch(state)?.count ?? 0;
    case 'log':
      return shownLog(state)?.lines.length ?? 0;
  }
}

/** The text of a line of the present page, as far as it is searched; null for a line without. */
export function lineText(state: ReviewState): (index: number) => string | null {
  switch (state.page) {
    case 'brief': {
      const lines = shownBrief(state);
      return (index) => lines[index]?.map((piece) => piece.text).join('') ?? null;
    }
    case 'diff': {
      const patch = shownPatch(state);
      return (index) => patch?.text.slice(patch.starts[index], patch.ends[index]) ?? null;
    }
    case 'log': {
      const log = shownLog(state);
      return (index) => log?.lines[index] ?? null;
    }
  }
}

/** The line of the diff that the cursor is on, for a comment; null on a line that is in no version of the file. */
export function cursorLine(
  state: ReviewState,
): { readonly path: string; readonly side: 'old' | 'new'; readonly line: number; readonly text: string } | null {
  const patch = shownPatch(state);
  const path = selectedFile(state)?.file.path;
  if (state.page !== 'diff' || patch === null || path === undefined) return null;
  const kind = lineKinds[patch.kinds[state.cursor] ?? -1];
  const text = patch.text.slice(patch.starts[state.cursor], patch.ends[state.cursor]);
  if (kind === 'removed') return { path, side: 'old', line: patch.oldNumbers[state.cursor] ?? 0, text };
  if (kind === 'added' || kind === 'context')
    return { path, side: 'new', line: patch.newNumbers[state.cursor] ?? 0, text };
  return null;
}
