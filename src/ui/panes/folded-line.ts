import type { Glyphs } from '../glyphs.ts';
import { pileWords, stateWords } from '../state/board.ts';
import { age } from '../text/duration.ts';
import { pad } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import type { StyledLine } from '../text/styled-line.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import { type TileSubject, clashWords, newsWords, stateTone } from './tile-texts.ts';

/** A session folded to a line: number, title, state with what it waits for, and how long. */
export function foldedLine(subject: TileSubject, columns: number): StyledLine {
  const { world, session, selected, glyphs } = subject;
  const title = Math.max(12, Math.min(40, Math.floor(columns * 0.4)));
  const marker = selected ? glyphs.pointer : ' ';
  const clash = clashWords(subject);
  const news = newsWords(session);
  return [
    { text: `${marker} `, tone: 'accent', strong: true },
    { text: `${glyphs.states[session.state]} `, tone: stateTone(session) },
    { text: String(session.id).padStart(3), strong: true },
    {
      text: ` ${pad(`${pileWords(session)}${oneLine(session.task.title)}`, title, glyphs.ellipsis)} `,
      strong: selected,
    },
    { text: stateWords(world, session, glyphs.dot), tone: stateTone(session) },
    { text: `  ${outcome(subject)}`, tone: 'quiet' },
    ...(news === '' ? [] : [{ text: `  ${news}`, tone: 'accent' as const }]),
    ...(clash === null ? [] : [{ ...clash, text: `  ${clash.text}` }]),
  ];
}

function outcome({ session, now, glyphs }: TileSubject): string {
  const since = `${age(session.since, now)} ago`;
  // What has ended and still takes room: `signalbox clean` frees it.
  const disk = session.diskBytes === null ? '' : shortBytes(session.diskBytes);
  const parts = (...words: string[]): string => words.filter((word) => word !== '').join(` ${glyphs.dot} `);
  switch (session.state) {
    case 'landed':
      return parts(session.landed?.commit?.slice(0, 7) ?? '', since, disk);
    case 'stopped':
    case 'discarded':
      return parts(oneLine(session.reason ?? '').replace(/^(stopped|discarded) /u, ''), since, disk);
    default:
      return age(session.since, now);
  }
}

/** The line that stands for folded sessions which do not fit. */
export function moreLine(hidden: number, glyphs: Glyphs): StyledLine {
  return [{ text: `  ${glyphs.ellipsis} ${hidden} more`, tone: 'quiet' }];
}
