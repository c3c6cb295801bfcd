import { labelOf } from '../../../core/measures/definitions.ts';
import type { Stats } from '../../../core/measures/stats.ts';
import { counted } from '../../../core/words/counted.ts';
import { columnsOf, pad } from '../../text/fit.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type StyledLine, line } from '../../text/styled-line.ts';
import { type Room, type Section, grid, madeFrom, numeral, percent, quiet, row, time } from './stats-parts.ts';

/** How the person reads and answers. */
export function reviewSection({ review, sittings }: Stats, { glyphs }: Room): Section {
  const { decided, approved, rejected, discarded, deferred, unknown } = review;
  const how = [
    `${approved} approved`,
    `${rejected} rejected`,
    `${discarded} discarded`,
    ...(deferred > 0 ? [`${deferred} times deferred`] : []),
  ].join(` ${glyphs.dot} `);
  return {
    title: 'Your reviews',
    lines: [
      row(labelOf('review.decided'), String(decided), quiet(how)),
      row(labelOf('review.perDay'), numeral(review.perDay.value), madeFrom(review.perDay, ' days')),
      row(
        labelOf('review.perHourOfReading'),
        numeral(review.perHourOfReading.value),
        madeFrom(review.perHourOfReading),
      ),
      row(`minutes ${labelOf('review.minutesEach')}`, numeral(review.minutesEach.value), madeFrom(review.minutesEach)),
      row(
        labelOf('review.linesPerMinute'),
        numeral(review.linesPerMinute.value),
        madeFrom(review.linesPerMinute),
        quiet(`${glyphs.dot} about 8 is supported`),
      ),
      row(
        labelOf('review.unreadFiles'),
        percent(review.unreadFiles.value),
        quiet(`of ${counted(review.unreadFiles.n, 'file')}`),
      ),
      row(
        labelOf('review.skimmed'),
        percent(review.skimmed.value),
        quiet(`of ${counted(review.skimmed.n, 'approval')}`),
      ),
      row(labelOf('review.unknown'), String(unknown), quiet('nobody knows how they were read')),
      row(
        labelOf('sittings.n'),
        String(sittings.n),
        quiet(
          [
            `${time(sittings.lengthMs.value)} each`,
            `${numeral(sittings.reviews.value)} reviews`,
            `${numeral(sittings.answers.value)} answers`,
            `${sittings.tiring} ${labelOf('sittings.tiring')}`,
          ].join(` ${glyphs.dot} `),
        ),
      ),
    ],
  };
}

export function questionSection({ questions }: Stats, { glyphs }: Room): Section {
  const { asked, answered, byConvention, withdrawn, open } = questions;
  const how = [`${answered} answered by you`, `${open} open`].join(` ${glyphs.dot} `);
  return {
    title: 'Questions',
    lines: [
      row(labelOf('questions.asked'), String(asked), quiet(how)),
      row(labelOf('questions.perSession'), numeral(questions.perSession.value), madeFrom(questions.perSession)),
      row(labelOf('questions.answerMs'), time(questions.answerMs.value), madeFrom(questions.answerMs)),
      row(
        labelOf('questions.byConvention'),
        String(byConvention),
        quiet(`${percent(questions.conventionShare.value)} of ${counted(questions.conventionShare.n, 'answer')}`),
      ),
      row(
        labelOf('questions.asRecommended'),
        percent(questions.asRecommended.value),
        quiet(`of ${counted(questions.asRecommended.n, 'answer')} with a recommendation`),
      ),
      row(labelOf('questions.withdrawn'), String(withdrawn)),
    ],
  };
}

/** Conventions that are shown; JSON has all of them. */
const mostConventions = 5;

/** What kept answers have saved, the most used first; null where there are none. */
export function conventionSection({ conventions }: Stats, { columns, glyphs }: Room): Section | null {
  if (conventions.length === 0) return null;
  const used = conventions.toSorted((a, b) => b.answered + b.accepted - a.answered - a.accepted);
  const lines = used.slice(0, mostConventions).map(({ sentence, answered, accepted, revoked }): StyledLine => {
    const back = revoked === 0 ? '' : `, ${revoked} taken back`;
    const counts = `${answered} answered, ${accepted} taken as proposed${back}`;
    const words = pad(oneLine(sentence), Math.max(20, columns - columnsOf(counts) - 6), glyphs.ellipsis);
    return [{ text: words }, { text: `  ${counts}`, tone: 'quiet' }];
  });
  const more = conventions.length - mostConventions;
  const rest = more > 0 ? [line(`${glyphs.ellipsis} ${more} more`, 'quiet')] : [];
  return { title: 'Conventions, since they are kept', lines: [...lines, ...rest] };
}

/** What one more agent would bring. */
export function serialSection({ serial }: Stats, { glyphs }: Room): Section {
  const { n, personMinutes, agentMinutes, serialShare, limit, table } = serial;
  const title = 'What one more agent would bring';
  if (personMinutes === null) {
    return { title, lines: [line(`- too few landed tasks to say (${n}, from 5 on)`, 'quiet')] };
  }
  const rows = [
    ['agents', 'Amdahl', 'with overlap', 'landed/h', 'gain', 'you busy'],
    ...table.map(({ agents, amdahl, speedup, perHour, gain, busy }): string[] => [
      String(agents),
      `${amdahl.toFixed(2)}x`,
      `${speedup.toFixed(2)}x`,
      perHour.toFixed(1),
      agents === 1 ? '' : `+${Math.round(gain * 100)} %`,
      percent(busy),
    ]),
  ];
  const lines: StyledLine[] = [
    row(labelOf('serial.personMinutes'), numeral(personMinutes), madeFrom({ n })),
    row(labelOf('serial.agentMinutes'), numeral(agentMinutes), madeFrom({ n })),
    row(labelOf('serial.serialShare'), percent(serialShare), {
      text: limit === null ? '' : ` ${labelOf('serial.limit')} ${limit.toFixed(1)} times one agent`,
      tone: 'quiet',
    }),
    ...grid(rows, { first: 8, glyphs }),
    line('if tasks stay as they are, and agents do not slow each other down', 'quiet'),
  ];
  return { title, lines };
}
