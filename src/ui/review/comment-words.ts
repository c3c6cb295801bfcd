import type { Comment } from '../../core/model/review-notes.ts';
import { type BriefLine, indent } from './brief-line.ts';
import type { Note } from './review-comments.ts';
import type { ShownPlace } from './placed-comments.ts';
import type { ReviewTheme } from './review-theme.ts';
import { wrapText } from './wrap-text.ts';

/** What became of a comment's line: nothing for one that was written in this round, or is not placed yet. */
export function placeWords({ round, sentIn, quoted, side }: Comment, placed: ShownPlace, now: number): string {
  if (placed.isAssumed === true) return '';
  const old = quoted.trim();
  const was = old === '' ? '' : `; it was: ${old}`;
  switch (placed.kind) {
    case 'same':
      if (round === now && sentIn === null) return '';
      if (side === 'new') return 'the agent left this line as it was';
      return placed.side === 'old' ? 'this line is still removed' : 'the agent gave this line back';
    case 'changed':
      return `the agent changed this line${was}`;
    case 'removed':
      return 'the agent removed this line';
    case 'gone':
      return `its line is gone${was}`;
  }
}

/** Whether the agent has a comment: `not sent`, `round 1, sent`. */
export function sentWords({ round, sentIn }: Pick<Comment, 'round' | 'sentIn'>, now: number): string {
  if (sentIn !== null) return `round ${sentIn}, sent`;
  return round === now ? 'not sent' : `round ${round}, not sent`;
}

/** Where notes are drawn. */
export interface NoteSpace {
  readonly columns: number;
  /** The round in hand. */
  readonly round: number;
  readonly theme: ReviewTheme;
}

/** A comment as it stands in the diff, line by line. */
export function noteLines({ line, content }: Note, { columns, round, theme }: NoteSpace): readonly BriefLine[] {
  const bar = `${indent}${theme.glyphs.strong.down} `;
  const room = Math.max(8, columns - bar.length - 1);
  const rows = (text: string, as: 'heading' | 'dim' | 'plain' | 'warning'): BriefLine[] =>
    wrapText(text, room).map((row): BriefLine => [
      { text: bar, as: 'note' },
      { text: row, as },
    ]);
  if (content.kind === 'half-typed') {
    const { draft } = content;
    const where = line === null && draft.line !== null ? `, on line ${draft.line}: ${draft.quoted.trim()}` : '';
    return [...rows(`half-typed comment${where} (c goes on)`, 'warning'), ...rows(draft.text, 'plain')];
  }
  const { comment, placed } = content;
  const place = placeWords(comment, placed, round);
  const number = placed.line === null ? '' : `, line ${placed.line}, which is not shown here`;
  const away = line === null && comment.line !== null ? number : '';
  const head = `comment, ${sentWords(comment, round)}${away}${place === '' ? '' : `; ${place}`}`;
  return [...rows(head, placed.kind === 'same' ? 'dim' : 'heading'), ...rows(comment.text, 'plain')];
}
