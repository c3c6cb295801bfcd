import { type Digest, type DigestDecision, type DigestSession, happeningWords } from '../../../core/words/digest.ts';
import { type HappeningKind, isNews } from '../../../core/measures/happenings.ts';
import { counted } from '../../../core/words/counted.ts';
import type { Glyphs } from '../../glyphs.ts';
import { age, sameDay, timeOfDay } from '../../text/duration.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type StyledLine, type Tone, line } from '../../text/styled-line.ts';

/** How a digest is drawn. */
export interface DigestRoom {
  readonly glyphs: Glyphs;
  readonly now: number;
  /** Folded so that it fits so many lines, where that can be; null: everything is shown. */
  readonly rows: number | null;
}

/** What waits for the person first, then what happened, by session, the newest last. */
export function digestLines(digest: Digest, { glyphs, now, rows }: DigestRoom): StyledLine[] {
  const head = [summaryLine(digest, glyphs), []];
  const { sessions } = digest;
  const room = rows === null ? Infinity : rows - head.length;
  const half = Math.max(2, Math.min(digest.decisions.length, Math.floor(room / 2)));
  const decisions = decisionLines(digest, { glyphs, now, most: rows === null ? Infinity : half });
  const left = room - decisions.length - 1;
  const title = line('What happened', 'accent', true);
  if (sessions.length === 0) return [...head, ...decisions, title, line('  nothing', 'quiet')];
  const most = perSession.find((count) => linesFor(sessions, count) <= left);
  if (most !== undefined) {
    const lines = sessions.flatMap((session) => sessionLines(session, { glyphs, now, most }));
    return [...head, ...decisions, title, ...lines];
  }
  // Even one line each may be too much: the newest are in sight, the others are unfolded.
  const kept = sessions.length <= left ? sessions.length : Math.max(1, left - 1);
  const before = sessions.length - kept;
  const more = line(`  ${glyphs.ellipsis} ${counted(before, 'session')} before these`, 'quiet');
  const single = sessions.slice(-kept).map((session) => singleLine(session, { glyphs, now }));
  return [...head, ...decisions, title, ...(before > 0 ? [more] : []), ...single];
}

/** How many happenings of each session are shown, the most that fit. */
const perSession = [Infinity, 6, 4, 3, 2, 1];

function linesFor(sessions: readonly DigestSession[], most: number): number {
  return sessions.reduce((sum, { happenings }) => sum + 1 + Math.min(most, happenings.length), 0);
}

function summaryLine({ landed, passed, red, asked, sessions }: Digest, glyphs: Glyphs): StyledLine {
  const counts = [
    `${landed} landed`,
    `${passed} came to review`,
    `${red} red`,
    `${counted(asked, 'question')} asked`,
    `in ${counted(sessions.length, 'session')}`,
  ];
  return line(counts.join(` ${glyphs.dot} `), 'plain', true);
}

interface Drawn {
  readonly glyphs: Glyphs;
  readonly now: number;
  readonly most: number;
}

function decisionLines({ decisions }: Digest, { glyphs, now, most }: Drawn): StyledLine[] {
  if (decisions.length === 0) return [line('Nothing waits for you', 'good', true), []];
  const shown = decisions.length <= most ? decisions : decisions.slice(0, most - 1);
  const more = decisions.length - shown.length;
  return [
    line(`Waits for you: ${decisions.length}`, 'needsYou', true),
    ...shown.map((decision): StyledLine => [
      { text: `  ${decisionGlyph(decision, glyphs)} `, tone: 'needsYou' },
      { text: decision.kind.padEnd(9), tone: 'needsYou' },
      { text: `#${decision.session} `, strong: true },
      { text: oneLine(decision.title) },
      { text: `  ${oneLine(decision.text)}`, tone: 'quiet' },
      { text: `  ${age(decision.since, now)}`, tone: 'quiet' },
    ]),
    ...(more > 0 ? [line(`  ${glyphs.ellipsis} ${more} more`, 'quiet')] : []),
    [],
  ];
}

function decisionGlyph({ kind }: DigestDecision, { states, warn }: Glyphs): string {
  switch (kind) {
    case 'question':
      return states.asking;
    case 'review':
      return states.ready;
    case 'stuck':
    case 'queue':
      return warn;
    case 'proposal':
      return states.queued;
    case 'landing':
      return states.landing;
  }
}

function sessionLines(session: DigestSession, { glyphs, now, most }: Drawn): StyledLine[] {
  const { happenings } = session;
  const shown = happenings.slice(-most);
  const earlier = happenings.length - shown.length;
  return [
    headLine(session, glyphs, earlier),
    ...shown.map((one): StyledLine => [
      { text: `    ${clock(one.at, now)} `, tone: 'quiet' },
      { text: oneLine(happeningWords(one)), tone: toneOf(one.kind) },
    ]),
  ];
}

function headLine({ session, title, state }: DigestSession, glyphs: Glyphs, earlier: number): StyledLine {
  return [
    { text: `  ${glyphs.states[state]} ` },
    { text: `#${session} ${oneLine(title)}`, strong: true },
    { text: `  ${state}`, tone: 'quiet' },
    ...(earlier > 0 ? [{ text: `  ${glyphs.ellipsis} ${earlier} earlier`, tone: 'quiet' as const }] : []),
  ];
}

/** A session folded to its last news. */
function singleLine({ happenings, ...session }: DigestSession, { glyphs, now }: Omit<Drawn, 'most'>): StyledLine {
  const last = happenings.findLast(isNews) ?? happenings.at(-1);
  const head = headLine({ ...session, happenings }, glyphs, 0);
  if (last === undefined) return head;
  return [
    ...head.slice(0, 2),
    { text: `  ${clock(last.at, now)} `, tone: 'quiet' },
    { text: oneLine(happeningWords(last)), tone: toneOf(last.kind) },
  ];
}

/** The time of day; what was not today says the date too. */
function clock(at: number, now: number): string {
  if (sameDay(at, now)) return timeOfDay(at);
  const date = new Date(at);
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeOfDay(at)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function toneOf(kind: HappeningKind): Tone {
  switch (kind) {
    case 'asked':
    case 'stuck':
    case 'proposed':
    case 'landing':
      return 'needsYou';
    case 'red':
    case 'failed':
      return 'bad';
    case 'passed':
    case 'landed':
      return 'good';
    case 'person':
    case 'quiet':
      return 'quiet';
    case 'answered':
    case 'ended':
    case 'other':
      return 'plain';
  }
}
