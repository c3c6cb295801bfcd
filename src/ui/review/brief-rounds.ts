import { placeInWords } from '../../core/words/rejection-message.ts';
import { sinceInWords } from '../../core/words/since-words.ts';
import { timeOfDay } from '../text/duration.ts';
import { type BriefLine, type BriefSource, aside, cut, heading, indent, paragraph } from './brief-line.ts';
import { placeWords, sentWords } from './comment-words.ts';

/** Files, and comments, before they are cut. */
const shortFiles = 6;
const shortComments = 9;

/** What the agent changed since the person decided about the work last. */
export function sinceReview({ compared = null, problem = null, ...source }: BriefSource): BriefLine[] {
  const { session, columns, glyphs, expanded } = source;
  const since = compared?.since ?? null;
  if (since === null) {
    const why = compared?.problem ?? problem;
    return why === null ? [] : [heading('Since your last look'), ...paragraph(why, columns, 'warning')];
  }
  const lines = since.files.map(({ path, from, added, removed }): BriefLine => {
    const isMixed = since.mixed.includes(path);
    const word = since.fresh.includes(path)
      ? 'new'
      : since.reverted.includes(path)
        ? 'as on the target again'
        : 'changed';
    const was = from === undefined || from === path ? '' : `, was ${from}`;
    const counts = added === null ? 'binary' : `+${added} ${glyphs.minus}${removed ?? 0}`;
    return [
      { text: `${indent}${word} `, as: 'dim' },
      { text: path, as: 'plain' },
      { text: `${was}  ${counts}`, as: 'dim' },
      { text: isMixed ? '  cannot be separated from what the target brought' : '', as: 'warning' },
    ];
  });
  const words = sinceInWords({ ...since }, session);
  return [
    heading(`What changed since you decided, ${timeOfDay(since.at)}`),
    ...paragraph(words, columns, since.files.length === 0 ? 'warning' : 'plain'),
    ...cut(lines, expanded ? Infinity : shortFiles),
  ];
}

/** The person's comments, and what became of their lines. */
export function comments({ comments: placed = [], session, columns, expanded }: BriefSource): BriefLine[] {
  if (placed.length === 0) return [];
  const lines = placed.flatMap(({ comment, placed: place }): BriefLine[] => {
    const became = placeWords(comment, place, session.round);
    const where = placeInWords({ path: place.path, line: place.line, side: place.side });
    const isDone = place.kind !== 'same' || comment.sentIn === null;
    return [
      [
        { text: `${indent}${where} `, as: 'plain' },
        { text: `(${sentWords(comment, session.round)})`, as: 'dim' },
      ],
      ...aside(comment.text, columns, 'plain'),
      ...(became === '' ? [] : aside(became, columns, isDone ? 'dim' : 'warning')),
    ];
  });
  return [heading('Your comments'), ...cut(lines, expanded ? Infinity : shortComments)];
}
