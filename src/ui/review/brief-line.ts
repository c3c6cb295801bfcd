import type { Session } from '../../core/model/session.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import type { Glyphs } from '../glyphs.ts';
import type { Meaning, Piece } from './review-theme.ts';
import type { PlacedComment } from './placed-comments.ts';
import type { Compared } from './review-rounds.ts';
import { wrapText } from './wrap-text.ts';

/** What the brief is written from. */
export interface BriefSource {
  readonly session: Session;
  readonly verdict: Verdict | null;
  readonly targetName: string;
  readonly scopePolicy: 'red' | 'note';
  /** Conflicts to come, a sentence each. */
  readonly clashes: readonly string[];
  /** What the person saw of it before; null while it is not known. */
  readonly compared?: Compared | null;
  /** Why that cannot be known, a sentence. */
  readonly problem?: string | null;
  /** Their comments, where they belong now. */
  readonly comments?: readonly PlacedComment[];
  /** Long texts in full. */
  readonly expanded: boolean;
  readonly columns: number;
  readonly glyphs: Glyphs;
}

export type BriefLine = readonly Piece[];

/** What the lines below a heading begin with. */
export const indent = '  ';

/** A section's first line. */
export function heading(text: string): BriefLine {
  return [{ text, as: 'heading' }];
}

/** What must not be overlooked. */
export function loud(text: string): BriefLine {
  return [{ text: ` ${text} `, as: 'loud' }];
}

/** A text below its heading, wrapped. */
export function paragraph(text: string, columns: number, as: Meaning = 'plain'): BriefLine[] {
  return wrapText(text, columns - indent.length).map((line) => [{ text: `${indent}${line}`, as }]);
}

/** A text behind a mark of one column; its further lines hang below the text. */
export function point(of: { mark: string; text: string; columns: number; as: Meaning }): BriefLine[] {
  const { mark, text, columns, as } = of;
  const room = columns - indent.length - mark.length - 1;
  return wrapText(text, room).map((line, at) => {
    const lead = at === 0 ? mark : ' '.repeat(mark.length);
    return [{ text: `${indent}${lead} ${line}`, as }];
  });
}

/** A text that says more about the line above it. */
export function aside(text: string, columns: number, as: Meaning = 'dim'): BriefLine[] {
  return wrapText(text, columns - 2 * indent.length).map((line) => [{ text: `${indent}${indent}${line}`, as }]);
}

/** A text behind its label; its further lines hang below the text. */
export function labelled(label: string, text: string, columns: number): BriefLine[] {
  const [first = '', ...rest] = wrapText(text, columns - indent.length - label.length - 2);
  const blanks = ' '.repeat(label.length + 2);
  return [
    [
      { text: `${indent}${label}: `, as: 'dim' },
      { text: first, as: 'plain' },
    ],
    ...rest.map((line): BriefLine => [{ text: `${indent}${blanks}${line}`, as: 'plain' }]),
  ];
}

/** At most so many lines, and how many are left out. */
export function cut(lines: readonly BriefLine[], most: number): readonly BriefLine[] {
  // One line more costs no more room than saying that there is one.
  if (lines.length <= most + 1) return lines;
  return [...lines.slice(0, most), [{ text: `${indent}${lines.length - most} more lines`, as: 'dim' }]];
}
