import { newsCount } from '../../core/measures/happenings.ts';
import type { Session } from '../../core/model/session.ts';
import { deadJobs, jobsOf } from '../../core/rules/jobs.ts';
import { counted } from '../../core/words/counted.ts';
import { type World } from '../../core/model/world.ts';
import type { Rect } from '../../tty/cells.ts';
import type { Glyphs } from '../glyphs.ts';
import { openProposals } from '../../core/rules/lead.ts';
import { clashesOf, otherSide } from '../../core/rules/clashes.ts';
import { type AttentionSubject, attentionOf } from '../state/attention.ts';
import { pileWords, stateWords } from '../state/board.ts';
import { age } from '../text/duration.ts';
import { fit, wrap } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Piece, StyledLine, Tone } from '../text/styled-line.ts';

/** What a tile's texts are made from. */
export interface TileSubject {
  readonly world: World;
  readonly session: Session;
  readonly now: number;
  readonly selected: boolean;
  readonly glyphs: Glyphs;
}

/** The tone of a state's word. */
export function stateTone(session: Session): Tone {
  switch (session.state) {
    case 'asking':
    case 'stuck':
    case 'ready':
    case 'reviewing':
      return 'needsYou';
    case 'failed':
      return 'bad';
    case 'landing':
    case 'landed':
      return 'good';
    case 'preparing':
    case 'working':
    case 'checking':
      return 'accent';
    case 'queued':
      return openProposals(session).length > 0 ? 'needsYou' : 'quiet';
    case 'stopped':
    case 'discarded':
      return 'quiet';
  }
}

/** Number and title; the selected one says so with a pointer as well. */
export function tileTitle({ session, selected, glyphs }: TileSubject): StyledLine {
  const pointer = selected ? `${glyphs.pointer} ` : '';
  return [
    { text: `${pointer}${session.id} `, strong: true, ...(selected ? { tone: 'accent' } : {}) },
    ...pilePieces(session),
    { text: oneLine(session.task.title), strong: selected },
  ];
}

function pilePieces(session: Session): Piece[] {
  const text = pileWords(session);
  return text === '' ? [] : [{ text, strong: true, tone: 'accent' }];
}

/** Glyph, state and how long it has been so. */
export function tileState({ world, session, now, glyphs }: TileSubject): StyledLine {
  const glyph = glyphs.states[session.state];
  const words = `${glyph} ${stateWords(world, session, glyphs.dot)} ${age(session.since, now)}`;
  return [{ text: words, tone: stateTone(session), strong: session.state === 'stuck' || session.state === 'asking' }];
}

/** What died beside it, then agent, round, size of the change, and what runs beside it. */
export function tileBottom({ session, glyphs }: TileSubject): StyledLine {
  const { files, added, removed } = session.change;
  const dot = ` ${glyphs.dot} `;
  const words = [session.undoes === null ? oneLine(session.task.agent) : `takes back #${session.undoes.session}`];
  if (session.round > 1) words.push(`round ${session.round}`);
  if (files > 0) words.push(`${files} ${files === 1 ? 'file' : 'files'} +${added} ${glyphs.minus}${removed}`);
  if (session.run === null && session.exit !== null) words.push('last screen');
  const sides = session.terminals.filter(({ kind }) => kind !== 'job');
  for (const kind of new Set(sides.map((terminal) => terminal.kind))) words.push(`${kind} open`);
  const dead = deadJobs(session).map(({ name }) => oneLine(name));
  const jobs = jobsOf(session).map(({ name, port }) => `${oneLine(name)}${port == null ? '' : `:${port}`}`);
  if (jobs.length > 0) words.push(`${counted(jobs.length, 'job')} ${jobs.join(', ')}`);
  const news = newsWords(session);
  const line: Piece[] =
    news === ''
      ? []
      : [
          { text: news, tone: 'accent', strong: true },
          { text: dot, tone: 'quiet' },
        ];
  if (dead.length > 0) {
    line.push({ text: `${glyphs.bad} ${counted(dead.length, 'job')} died: ${dead.join(', ')}${dot}`, tone: 'bad' });
  }
  return [...line, { text: words.join(dot), tone: 'quiet' }];
}

/** What happened in it since the person looked last, as a count: `3 new`; '' when nothing did. */
export function newsWords(session: Session): string {
  const count = newsCount(session);
  return count === 0 ? '' : `${count} new`;
}

/** Whom the session will conflict with, short: `! clashes with #3, main`; null when with nobody. */
export function clashWords({ world, session, glyphs }: TileSubject): Piece | null {
  const clashes = clashesOf(world, session);
  if (clashes.length === 0) return null;
  const target = oneLine(world.repos[session.repo]?.target ?? 'the target');
  const others = clashes.map((clash) => otherSide(clash, target)).join(', ');
  return { text: `${glyphs.warn} clashes with ${others}`, tone: 'needsYou' };
}

/** What the lines above a tile's picture are made from. */
export type TileAttention = Omit<AttentionSubject, 'most'> & Pick<TileSubject, 'glyphs'>;

/** The most lines that stand above a tile's picture. */
const mostLines = 3;

/** Lines above the picture: what a person should know before reading it. What follows a long reason keeps its place. */
export function tileAttention(subject: TileAttention, rect: Rect): readonly StyledLine[] {
  const { session, glyphs } = subject;
  const columns = Math.max(1, rect.columns - 4);
  const most = Math.max(0, Math.min(mostLines, rect.rows - 4));
  const tone = stateTone(session);
  const [first, ...rest] = attentionOf({ ...subject, most });
  if (first === undefined) return [];
  const wrapped = first.kind === 'reason' ? wrap(first.text, columns) : [first.text];
  const room = most - rest.length;
  const head = wrapped.slice(0, room).map((text, index) => {
    const cut = index === room - 1 && wrapped.length > room;
    return { ...first, text: cut ? `${fit(text, columns - 2, '')} ${glyphs.ellipsis}` : text };
  });
  return [...head, ...rest].map(({ text, kind }): Piece[] => [
    {
      text: ` ${text}`,
      tone: kind === 'quiet' ? 'quiet' : kind === 'warning' ? 'needsYou' : tone,
      strong: kind === 'reason',
    },
  ]);
}

/** Where the session's picture is inside its tile. */
export function pictureRect(subject: TileAttention, rect: Rect): Rect {
  const above = tileAttention(subject, rect).length;
  return {
    row: rect.row + 1 + above,
    column: rect.column + 1,
    rows: Math.max(0, rect.rows - 2 - above),
    columns: Math.max(0, rect.columns - 2),
  };
}
