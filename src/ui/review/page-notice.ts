import { hiddenLines } from './look-words.ts';
import { isFolded, selectedFile } from './review-content.ts';
import type { ReviewState } from './review-model.ts';
import type { Meaning } from './review-theme.ts';

/** What stands on a page that has nothing to show (yet): why, in a sentence. */
export function pageNotice(state: ReviewState): { readonly text: string; readonly as: Meaning } {
  if (state.page === 'log') {
    const log = state.logs.get(state.log);
    if (log?.kind === 'failed') return { text: `the log can't be shown: ${log.why}`, as: 'bad' };
    return { text: 'loading the log', as: 'dim' };
  }
  const ranked = selectedFile(state);
  if (ranked === null)
    return { text: 'no file was changed: the result is what the agent says in the brief', as: 'warning' };
  const { path, added, removed } = ranked.file;
  if (isFolded(state, path)) {
    const lines = added === null ? '' : `, ${added + (removed ?? 0)} changed lines`;
    return {
      text: `folded: ${ranked.reasons[0] ?? 'by you'}${lines}; it stays unread until it is opened or marked`,
      as: 'note',
    };
  }
  const patch = state.patches.get(path);
  if (patch?.kind === 'failed') return { text: `the diff can't be shown: ${patch.why}`, as: 'bad' };
  if (patch?.kind === 'loaded') {
    const hidden = hiddenLines(state);
    if (hidden === 0) return { text: 'no line was changed', as: 'dim' };
    return { text: `only whitespace was changed, in ${hidden} lines: w shows them`, as: 'note' };
  }
  return { text: 'loading the diff', as: 'dim' };
}
