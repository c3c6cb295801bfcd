import { labelOf } from '../../../core/measures/definitions.ts';
import type { Stats } from '../../../core/measures/stats.ts';
import type { TimePart } from '../../../core/measures/time-spent.ts';
import { pad } from '../../text/fit.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type StyledLine, line } from '../../text/styled-line.ts';
import {
  type Room,
  type Section,
  bar,
  grid,
  madeFrom,
  numeral,
  percent,
  quiet,
  row,
  sparkline,
  time,
} from './stats-parts.ts';

const flowKeys = ['started', 'finished', 'reviewed', 'landed'] as const;
/** So many days are shown one by one, with their numbers. */
const mostNumbers = 7;

/** What was started, and what of it reached the target. */
export function flowSection({ flow }: Stats, { glyphs }: Room): Section {
  const { rows, rowDays, takenBack, discarded } = flow;
  const aside = [`${takenBack} ${labelOf('flow.takenBack')}`, `${discarded} ${labelOf('flow.discarded')}`].join(
    ` ${glyphs.dot} `,
  );
  const short = rows.length <= mostNumbers && rows.length > 1;
  const dates = short
    ? [line(`${pad('', 10)}${rows.map(({ date }) => date.slice(5).padStart(6)).join('')}   sum`, 'quiet')]
    : [];
  const lines = flowKeys.map((key): StyledLine => {
    const values = rows.map((each) => each[key]);
    const label = pad(labelOf(`flow.${key}`), 10);
    const strong = key === 'landed';
    const tone = strong ? 'good' : 'plain';
    if (short) {
      const numbers = values.map((value) => (value === 0 ? glyphs.dot : String(value)).padStart(6)).join('');
      return [
        { text: label, strong },
        { text: numbers, tone },
        { text: String(flow[key]).padStart(6), strong: true },
      ];
    }
    if (rows.length === 1)
      return [
        { text: label, strong },
        { text: String(flow[key]).padStart(6), strong: true, tone },
      ];
    const most = Math.max(...values);
    return [
      { text: label, strong },
      { text: sparkline(values, glyphs), tone },
      { text: String(flow[key]).padStart(6), strong: true },
      { text: `  at most ${most} ${rowDays === 1 ? 'a day' : 'a week'}`, tone: 'quiet' },
    ];
  });
  const first = rows[0]?.date ?? '';
  const from = rows.length > mostNumbers ? [line(`${pad('', 10)}from ${first}, newest right`, 'quiet')] : [];
  return { title: 'Landed, not motion', lines: [...dates, ...lines, ...from, line(`${pad('', 10)}${aside}`, 'quiet')] };
}

const partWords: Readonly<Record<TimePart, string>> = {
  queue: 'in the queue',
  agent: 'agent',
  questions: 'waits for answers',
  checks: 'checks',
  waiting: 'waits for review',
  review: 'in review',
  landing: 'landing',
  aside: 'set aside',
};

export function timeSection({ time: spent }: Stats, { columns, glyphs }: Room): Section {
  const cells = Math.max(8, Math.min(30, columns - 48));
  const lines = spent.parts.map(({ part, share, medianMs }): StyledLine => {
    const yours = part === 'questions' || part === 'waiting' || part === 'review';
    return [
      { text: `${pad(partWords[part], 18)} ` },
      ...bar(share.value, { cells, glyphs, tone: yours ? 'needsYou' : 'accent' }),
      { text: percent(share.value).padStart(6), strong: true },
      { text: `  median ${time(medianMs.value)}`, tone: 'quiet' },
    ];
  });
  return {
    title: "Where a task's time went",
    lines: [row(labelOf('time.lifetimeMs'), time(spent.lifetimeMs.value), madeFrom(spent.lifetimeMs)), ...lines],
  };
}

export function failureSection({ failures }: Stats, { columns, glyphs }: Room): Section {
  const { total, tagged, byPerson, kinds, causes, groups } = failures;
  const title = 'Why work failed';
  if (total === 0) return { title, lines: [line('nothing failed in this window', 'quiet')] };
  const cells = Math.max(6, Math.min(24, columns - 56));
  const what = kinds.map(({ what: kind, n }) => `${n} ${kind}`).join(` ${glyphs.dot} `);
  const causeLines = causes.map(({ reason, n, share, byPerson: own }): StyledLine => [
    { text: `${pad(reason, 14)} ` },
    ...bar(n / Math.max(1, tagged), { cells, glyphs, tone: 'bad' }),
    { text: String(n).padStart(4), strong: true },
    { text: percent(share.value).padStart(7) },
    { text: own > 0 ? `  ${own} said by you` : '', tone: 'quiet' },
  ]);
  const rows = [
    ['', 'yours', 'published'],
    ...groups.map(({ group, n, share, published }): string[] => [
      group,
      share.value === null ? `- of ${n}` : percent(share.value),
      `${(published * 100).toFixed(1)} %`,
    ]),
  ];
  return {
    title,
    lines: [
      row(labelOf('failures.total'), String(total), { text: ` ${what}`, tone: 'quiet' }),
      row(
        labelOf('failures.tagged'),
        String(tagged),
        quiet(`${byPerson} ${labelOf('failures.byPerson')}, the rest by rule`),
      ),
      ...causeLines,
      ...grid(rows, { first: 16, glyphs }),
      line('published: Cemri et al. 2025, failures of multi-agent systems', 'quiet'),
    ],
  };
}

export function roundsSection({ rounds, agents, kinds }: Stats, { glyphs }: Room): Section {
  const heading = ['', 'ended', 'landed', 'rounds', 'reds', 'rejected', 'first', 'asks', 'agent'];
  const named = [...agents, ...(kinds.length > 1 ? kinds : [])];
  return {
    title: 'Rounds, by agent and by kind',
    lines: grid([heading, roundCells('all', rounds), ...named.map((each) => roundCells(each.name, each))], {
      first: 14,
      glyphs,
    }),
  };
}

function roundCells(name: string, of: Stats['rounds']): string[] {
  return [
    name,
    String(of.ended),
    String(of.landed),
    numeral(of.rounds.value),
    numeral(of.reds.value),
    numeral(of.rejections.value),
    percent(of.firstTime.value),
    numeral(of.questions.value),
    time(of.agentMs.value),
  ];
}

export function checkSection({ checks }: Stats, { glyphs }: Room): Section | null {
  if (checks.length === 0) return null;
  const several = new Set(checks.map(({ repo }) => repo)).size > 1;
  const rows = [
    ['', 'runs', 'red', 'flaky', '', 'broken', 'green run'],
    ...checks.map(({ repo, name, runs, red, flaky, flakyShare, infrastructure, greenMs }): string[] => [
      oneLine(several ? `${repo} ${name}` : name),
      String(runs),
      String(red),
      String(flaky),
      percent(flakyShare.value),
      String(infrastructure),
      time(greenMs),
    ]),
  ];
  return { title: 'Checks, since they are known', lines: grid(rows, { first: 18, glyphs }) };
}
