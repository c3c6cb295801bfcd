import { z } from 'zod';
import { counted } from '../words/counted.ts';
import type { Session } from '../model/session.ts';
import { fewest, sum } from './figures.ts';
import type { CheckRecord } from './check-record.ts';
import type { Failures } from './failures.ts';
import type { ReviewDepth } from './review-depth.ts';
import type { TimeSpent } from './time-spent.ts';
import { type Window, isWithin } from './windows.ts';

/** The one change that would help most, and what that is read from. */
export const adviceSchema = z.object({
  change: z.string(),
  because: z.string(),
  /** What it is computed from. */
  from: z.string(),
  n: z.number(),
  /** The time of tasks that it is about, ms: by this the advices are ranked. */
  lostMs: z.number(),
});
export type Advice = z.infer<typeof adviceSchema>;

/** What the rules look at. */
export interface AdviceSource {
  readonly sessions: readonly Session[];
  readonly window: Window;
  readonly failures: Failures;
  readonly time: TimeSpent;
  readonly review: ReviewDepth;
  readonly checks: CheckRecord;
}

/** A cause behind so much of what failed is worth a change. */
const muchOfFailures = 0.35;
/** Likewise of a task's time. */
const muchOfTime = 0.3;
const muchFlaky = 0.1;
const muchSkimmed = 0.3;
/** Tasks without something fail so much more often before it is said. */
const notably = 1.5;

/** The advice that is about the most time; null while there is too little to say anything. */
export function adviceOf(source: AdviceSource): Advice | null {
  const found = [...failureAdvice(source), ...timeAdvice(source), ...flakyAdvice(source), ...skimmedAdvice(source)];
  return found.toSorted((a, b) => b.lostMs - a.lostMs)[0] ?? null;
}

const cures = {
  unclear: 'say in the task what is wanted and when to stop',
  approach: 'say in the task how it is to be done, or ask for a plan first',
  clash: 'give each task a boundary of its own, and let tasks on the same files follow each other (--after)',
  verification: 'add a check that sees what you see, or name one in the task',
} as const;

/** What a round of work costs, times how often it was for nothing. */
function failureAdvice({ sessions, failures, time, window }: AdviceSource): Advice[] {
  const roundMs = meanRoundMs(sessions, time);
  return failures.causes.flatMap(({ reason, n, share, rejected, byPerson }): Advice[] => {
    if (share.value === null || share.value < muchOfFailures || n < 3) return [];
    const all = `${n} of ${counted(failures.tagged, 'failure')}`;
    const what = rejected === n ? `${all} were rejections for ${words[reason]}` : `${all} were ${words[reason]}`;
    const gap = reason === 'unclear' ? widestGap(sessions, window) : null;
    return [
      {
        change: gap?.change ?? cures[reason],
        because: gap === null ? what : `${what}; ${gap.because}`,
        from: `rejections, stuck and failed sessions and discards with a cause, ${byPerson} of these ${n} tagged by you`,
        n: failures.tagged,
        lostMs: n * roundMs,
      },
    ];
  });
}

const words = {
  unclear: 'unclear tasks',
  approach: 'wrong approaches',
  clash: 'clashes with other work',
  verification: 'weak verification',
} as const;

interface Gap {
  readonly change: string;
  readonly because: string;
}

/** What tasks that failed lacked more often than others: the part of the template with the widest gap. */
function widestGap(sessions: readonly Session[], window: Window): Gap | null {
  const judged = sessions.filter(
    ({ causes, landed, since }) => (causes.length > 0 || landed !== null) && isWithin(window, since),
  );
  const gaps = lacks.flatMap(({ name, change, lacked }) => {
    const [without, others] = [judged.filter(lacked), judged.filter((session) => !lacked(session))];
    if (without.length < fewest || others.length < fewest) return [];
    const [bad, good] = [without.filter(failed).length, others.filter(failed).length];
    // One failure more than there was: of none nobody knows how many there would be.
    const times = bad / without.length / (Math.max(1, good) / others.length);
    if (times < notably) return [];
    const often = `${Math.round(times * 10) / 10} times as often as with`;
    const because = `tasks without ${name} failed ${often} (${bad} of ${without.length} against ${good} of ${others.length})`;
    return [{ change, because, times }];
  });
  return gaps.toSorted((a, b) => b.times - a.times)[0] ?? null;
}

function failed({ causes }: Session): boolean {
  return causes.some(({ reason }) => reason !== null);
}

const lacks = [
  {
    name: 'a stop condition',
    change: 'write stop conditions',
    lacked: ({ task }: Session): boolean => task.stop.length === 0,
  },
  {
    name: 'a boundary',
    change: 'give tasks a boundary',
    lacked: ({ task }: Session): boolean => task.scope.length === 0,
  },
  {
    name: 'a "done when"',
    change: 'write when a task is done',
    lacked: ({ task }: Session): boolean => (task.done ?? []).length === 0 && task.checks.length === 0,
  },
] as const;

/** A round of an ended or landed task, ms of its agent and checks. */
function meanRoundMs(sessions: readonly Session[], { parts }: TimeSpent): number {
  const worked = parts.find(({ part }) => part === 'agent')?.totalMs ?? 0;
  const rounds = sum(sessions.filter(({ landed }) => landed !== null).map(({ round }) => round));
  return rounds === 0 ? 0 : worked / rounds;
}

const waits = {
  waiting: 'read what is finished sooner, or run fewer agents: finished work waited for you',
  questions: 'answer in more, shorter sittings, or keep answers as conventions (m): agents waited for answers',
  checks: 'make the checks faster, or name only those a task needs: they took the time',
  queue: 'queue less at once, or raise the cap if you keep up with the reviews: tasks waited for a place',
  landing: 'look at what landings wait for: approved work did not reach the target',
} as const;

function timeAdvice({ time }: AdviceSource): Advice[] {
  return time.parts.flatMap(({ part, share, totalMs }): Advice[] => {
    if (part === 'agent' || part === 'review' || part === 'aside') return [];
    // Tasks wait in a queue by design: only where that is most of their life.
    const much = part === 'queue' ? 2 * muchOfTime : muchOfTime;
    if (share.value === null || share.value < much) return [];
    const [change = '', why = ''] = waits[part].split(': ');
    return [
      {
        change,
        because: `${why} for ${Math.round(share.value * 100)} % of the life of tasks`,
        from: `the time of ${counted(share.n, 'landed task')}`,
        n: share.n,
        lostMs: part === 'queue' ? 0 : totalMs,
      },
    ];
  });
}

function flakyAdvice({ checks }: AdviceSource): Advice[] {
  return checks.flatMap(({ name, flaky, runs, flakyShare, greenMs }): Advice[] => {
    if (flakyShare.value === null || flakyShare.value < muchFlaky || flaky < 3) return [];
    return [
      {
        change: `make the check ${name} reliable`,
        because: `it was flaky in ${flaky} of ${runs} runs`,
        from: 'all runs of this check',
        n: runs,
        lostMs: flaky * (greenMs ?? 0) * 4,
      },
    ];
  });
}

function skimmedAdvice({ review }: AdviceSource): Advice[] {
  const { value, n } = review.skimmed;
  if (value === null || value < muchSkimmed) return [];
  const because = `${Math.round(value * 100)} % of ${n} approvals were given with unread files, or faster than a person reads`;
  return [
    { change: 'lower the cap, and read what you approve', because, from: 'approvals in the review view', n, lostMs: 0 },
  ];
}
