import { answerDelivery, messageDelivery, messageName, messagesSince } from '../../../core/words/delivery-words.ts';
import type { Message, Session } from '../../../core/model/session.ts';
import type { Glyphs } from '../../glyphs.ts';
import { wrap } from '../../text/fit.ts';
import { type StyledLine, type Tone, line } from '../../text/styled-line.ts';

/** What has become of answers: of which sessions, since when, and how much room there is. */
export interface SentSubject {
  readonly sessions: readonly Session[];
  readonly since: number;
  readonly most: number;
  readonly columns: number;
  readonly glyphs: Glyphs;
  /** The key that sends what was recorded. */
  readonly send: string;
}

interface Said {
  readonly text: string;
  readonly tone: Tone;
}

const tones = { held: 'needsYou', sending: 'quiet', unconfirmed: 'bad', delivered: 'good' } as const;

/** What has become of answers, one line each: recorded, held and why, delivered. What needs the person comes first. */
export function sentLines({ sessions, since, most, columns, glyphs, send }: SentSubject): StyledLine[] {
  const all = sessions
    .flatMap((session) => [
      ...recorded(session, send),
      ...messagesSince(session, since).flatMap((one) => said(session, one)),
    ])
    .toSorted((a, b) => Number(a.tone === 'good') - Number(b.tone === 'good'));
  if (all.length === 0) return [];
  const shown = all.length > most ? all.slice(0, Math.max(0, most - 1)) : all;
  const more = all.length - shown.length;
  return [
    [],
    ...shown.flatMap(({ text, tone }) =>
      wrap(text, columns - 2).map((part, at) => line(at === 0 ? part : `  ${part}`, tone)),
    ),
    ...(more === 0 ? [] : [line(`${glyphs.ellipsis} ${more} more`, 'quiet')]),
  ];
}

/** Answers that are in no message yet. */
function recorded(session: Session, send: string): Said[] {
  const waiting = session.questions.filter((question) => answerDelivery(session, question)?.state === 'recorded');
  const [first] = waiting;
  if (first === undefined) return [];
  const numbers = waiting.map(({ number }) => number).join(', ');
  const byDialog = waiting.every(({ dialog }) => dialog !== null);
  const why = byDialog ? 'the other parts of its dialog' : `the last blocking one, or now by ${send}`;
  return [{ text: `#${session.id} recorded ${numbers}: goes with ${why}`, tone: 'accent' }];
}

function said(session: Session, message: Message): Said[] {
  if (message.kind !== 'answers') return [];
  const { state, why } = messageDelivery(session, message);
  if (state === 'recorded' || state === 'unused') return [];
  const text = `#${session.id} ${messageName(message)} ${state}${why === null ? '' : `: ${why}`}`;
  return [{ text, tone: tones[state] }];
}
