import type { Glyphs } from '../glyphs.ts';
import { stateWords } from '../state/board.ts';
import { age } from '../text/duration.ts';
import { pad } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import type { StyledLine } from '../text/styled-line.ts';
import { type TileSubject, stateTone } from './tile-texts.ts';

/** A session folded to a line: number, title, state with what it waits for, and how long. */
export function foldedLine(subject: TileSubject, columns: number): StyledLine {
  const { world, session, selected, glyphs } = subject;
  const title = Math.max(12, Math.min(40, Math.floor(columns * 0.4)));
  const marker = selected ? glyphs.pointer : ' ';
  return [
    { text: `${marker} `, tone: 'accent', strong: true },
    { text: `${glyphs.states[session.state]} `, tone: stateTone(session) },
    { text: String(session.id).padStart(3), strong: true },
    { text: ` ${pad(oneLine(session.task.title), title, glyphs.ellipsis)} `, strong: selected },
    { text: stateWords(world, session, glyphs.dot), tone: stateTone(session) },
    { text: `  ${outcome(subject)}`, tone: 'quiet' },
  ];
}

function outcome({ session, now, glyphs }: TileSubject): string {
  const since = `${age(session.since, now)} ago`;
  switch (session.state) {
    case 'landed':
      return [session.landed?.commit?.slice(0, 7), since].filter((part) => part !== undefined).join(` ${glyphs.dot} `);
    case 'stopped':
    case 'discarded':
      return [oneLine(session.reason ?? '').replace(/^(stopped|discarded) /u, ''), since]
        .filter((part) => part !== '')
        .join(` ${glyphs.dot} `);
    default:
      return age(session.since, now);
  }
}

/** The line that stands for folded sessions which do not fit. */
export function moreLine(hidden: number, glyphs: Glyphs): StyledLine {
  return [{ text: `  ${glyphs.ellipsis} ${hidden} more`, tone: 'quiet' }];
}
