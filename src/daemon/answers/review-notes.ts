import { markFiles, removeComment, writeComment } from '../../core/decide/review-notes.ts';
import { Fault } from '../../core/fault.ts';
import type { Session } from '../../core/model/session.ts';
import { quoteAt } from '../../core/rules/quote-line.ts';
import { fileTexts } from '../../git/file-texts.ts';
import type { Params } from '../../wire/requests.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { compareReview } from './compare-review.ts';
import { comparisonOf } from './compared.ts';
import { linesOf } from './lines-of.ts';
import { decided } from './tasks.ts';

type Names = 'comment/write' | 'comment/remove' | 'review/mark' | 'review/compare';

/** What a person writes and marks while they read. */
export function reviewNoteAnswers(crew: Crew): Answers<Names> {
  const { ledger } = crew;
  return {
    'comment/write': async ({ session: id, anchor, ...asked }) => {
      const quote = anchor ?? (await anchorOf(crew, { session: ledger.session(id), ...asked }));
      const comment = { ...asked, ...quote };
      return decided(ledger.decide((world) => writeComment(world, { id, comment, at: crew.now() })));
    },
    'comment/remove': ({ session, id: comment }) =>
      decided(ledger.decide((world) => removeComment(world, { id: session, comment }))),
    'review/mark': ({ session, marks }) => decided(ledger.decide((world) => markFiles(world, { id: session, marks }))),
    'review/compare': ({ session }) => compareReview(crew, ledger.session(session)),
  };
}

type Place = Pick<Params<'comment/write'>, 'path' | 'side' | 'line'> & { readonly session: Session };

/** Reads the line that a comment is about. */
async function anchorOf(crew: Crew, { session, path, side, line }: Place): Promise<ReturnType<typeof quoteAt>> {
  const { root, from, to } = comparisonOf(crew, session);
  const text = (await fileTexts({ root, commit: side === 'old' ? from : to, paths: [path] })).get(path);
  const files = session.verdict?.files.map((file) => file.path) ?? [];
  if (text === undefined && !files.includes(path)) {
    const hint = files.length === 0 ? 'it changes no file' : `it changes ${files.slice(0, 5).join(', ')}`;
    throw new Fault({ code: 'not-found', message: `#${session.id} has no file ${path}`, hint });
  }
  if (line === null) return { quoted: '', before: [], after: [] };
  const lines = linesOf(text) ?? [];
  if (line > lines.length) {
    const hint = `it has ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
    throw new Fault({ code: 'not-found', message: `${path} of #${session.id} has no line ${line}`, hint });
  }
  return quoteAt(lines, line - 1);
}
