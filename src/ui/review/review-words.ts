import { evidenceInWords } from '../../core/words/evidence-words.ts';
import type { Glyphs } from '../glyphs.ts';
import { shortDuration } from '../text/duration.ts';
import { oneLine } from '../text/plain-text.ts';
import { selectedFile, shownLog, unreadFiles } from './review-content.ts';
import { pageRows } from './shown-plan.ts';
import type { ReviewState } from './review-model.ts';
import { visibleRows } from './review-motion.ts';
import { type SearchCount, countSearch } from './review-search.ts';

/** The title line: `#4 error-handling  round 2  31m  on main 4f2c1aa`. */
export function titleWords({ session, verdict, target, now }: ReviewState): string {
  const waited = session.readyAt === null ? [] : [shortDuration(now - session.readyAt)];
  const on = verdict === null ? `on ${target.name}` : `on ${target.name} ${verdict.target.slice(0, 7)}`;
  return [`#${session.id} ${oneLine(session.task.title)}`, `round ${session.round}`, ...waited, on].join('  ');
}

/** What is left to read: `3 of 7 files unread`. */
export function progressWords(state: ReviewState): string {
  const all = state.verdict?.files.length ?? 0;
  if (all === 0) return 'no files';
  // Marks hold for what a file reads as, which the comparison tells: before it has come nothing is known of them.
  const isKnown = state.compared !== null || typeof state.compare === 'object';
  if (!isKnown && Object.keys(state.session.marks).length > 0) return 'looking what is read';
  const unread = unreadFiles(state).length;
  if (unread === 0) return all === 1 ? 'the file is read' : `all ${all} files read`;
  return `${unread} of ${all} ${all === 1 ? 'file' : 'files'} unread`;
}

/** The title of the main frame: what it shows. */
export function mainTitle(state: ReviewState): string {
  switch (state.page) {
    case 'brief':
      return 'brief';
    case 'diff': {
      const file = selectedFile(state)?.file;
      if (file === undefined) return 'diff';
      const status = file.status === 'modified' ? '' : `  ${file.status}`;
      const from = file.from === undefined ? '' : ` from ${oneLine(file.from)}`;
      return `${oneLine(file.path)}${status}${from}`;
    }
    case 'log': {
      const truncated = shownLog(state)?.truncated === true ? '  (its end only)' : '';
      return `${logWords(state)}${truncated}`;
    }
  }
}

/** Where in the page one is, and where in the search: `match 2 of 9  81-120 of 300`. */
export function positionWords(state: ReviewState, glyphs: Glyphs): string {
  const found = countSearch(state);
  const count = pageRows(state);
  const words: string[] = [];
  if (found !== null) words.push(foundWords(found, { text: state.search?.text ?? '', dot: glyphs.dot }));
  if (state.shift > 0) words.push(`from column ${state.shift + 1}`);
  const top = state.tops[state.page];
  const last = Math.min(count, top + visibleRows(state));
  if (count > last - top) words.push(`${top + 1}-${last} of ${count}`);
  return words.join('  ');
}

function foundWords(found: SearchCount, { text, dot }: { text: string; dot: string }): string {
  const { at, of, files, toCome, folded } = found;
  const more = [
    ...(toCome > 0 ? [`${toCome} files to come`] : []),
    ...(folded > 0 ? [`${folded} folded not searched`] : []),
  ];
  const rest = more.length === 0 ? '' : ` (${more.join(', ')})`;
  if (of === 0) return `no match for "${oneLine(text)}" ${toCome > 0 ? 'yet' : 'here'}${rest}`;
  return `match ${at ?? dot} of ${of}${files > 1 ? ` in ${files} files` : ''}${rest}`;
}

/** Which log: `log of test`, `evidence: retry.txt, text, 12 KB`. */
export function logWords({ logSources, log, session }: ReviewState): string {
  const source = logSources[log];
  switch (source?.kind) {
    case 'check':
      return `log of ${source.name}`;
    case 'evidence':
      return `evidence: ${oneLine(source.file.name)}, ${evidenceInWords(source.file, session.round)}`;
    case 'output':
    case undefined:
      return "the agent's output";
  }
}
