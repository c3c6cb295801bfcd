import { fewest } from './figures.ts';

/** What a measure is called and means. `key`: where it stands in the JSON; of a table, its rows. */
export interface MeasureDefinition {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly definition: string;
}

/**
 * Every number of the statistics: the view's help, `signalbox stats --define` and the README come from this table.
 */
export const measureDefinitions = [
  {
    key: 'flow.started',
    label: 'started',
    unit: 'tasks',
    definition: 'tasks that left the queue for the first time in the window',
  },
  {
    key: 'flow.finished',
    label: 'finished',
    unit: 'tasks',
    definition: 'tasks whose work passed the gate for the first time in the window',
  },
  {
    key: 'flow.reviewed',
    label: 'reviewed',
    unit: 'reviews',
    definition: 'reviews that you decided: approved, rejected or discarded; deferring decides nothing',
  },
  {
    key: 'flow.landed',
    label: 'landed',
    unit: 'tasks',
    definition: 'tasks that reached the target, or were closed as a report, and were not taken back since',
  },
  {
    key: 'flow.takenBack',
    label: 'taken back',
    unit: 'tasks',
    definition: 'of what landed in the window: undone since',
  },
  { key: 'flow.discarded', label: 'discarded', unit: 'tasks', definition: 'tasks given up in the window' },
  {
    key: 'flow.rows',
    label: 'per day',
    unit: 'per day or week',
    definition: 'the same for each day of your calendar; in a window of more than 31 days for each 7 days up to today',
  },
  {
    key: 'time.lifetimeMs',
    label: 'from queued to landed',
    unit: 'time',
    definition: 'median over the tasks that landed in the window, from the moment they were queued',
  },
  {
    key: 'time.parts',
    label: "where a task's time went",
    unit: 'time, share',
    definition:
      'of the tasks that landed in the window: time in the queue, with the agent (set-up included), waiting for your answers, in checks, waiting for your review, in your hands, landing, and set aside (stuck, failed, stopped); the shares add up to all of it',
  },
  { key: 'review.decided', label: 'decided', unit: 'reviews', definition: 'the same as reviewed, with how it went' },
  {
    key: 'review.perDay',
    label: 'per day',
    unit: 'reviews/day',
    definition: 'reviews decided by days on which you decided any; n: those days',
  },
  {
    key: 'review.perHourOfReading',
    label: 'per hour of reading',
    unit: 'reviews/h',
    definition: 'reviews by the time in which their item was open in the review view',
  },
  { key: 'review.minutesEach', label: 'each', unit: 'minutes', definition: 'median reading time of a review' },
  {
    key: 'review.linesPerMinute',
    label: 'lines per minute',
    unit: 'lines/min',
    definition:
      'changed lines of the files you read, by the reading time; review research supports 400 to 500 an hour, about 8 a minute',
  },
  {
    key: 'review.unreadFiles',
    label: 'unread files',
    unit: 'share',
    definition: 'of the files of all decided items: never on the screen',
  },
  {
    key: 'review.skimmed',
    label: 'skimmed approvals',
    unit: 'share',
    definition:
      'of the approvals in the review view: with unread files, or faster than a person reads, after being told so',
  },
  {
    key: 'review.unknown',
    label: 'by command',
    unit: 'reviews',
    definition: 'decided by a command: nobody knows how they were read, and the figures on reading leave them out',
  },
  {
    key: 'sittings.n',
    label: 'sittings',
    unit: 'sittings',
    definition: 'stretches of reviews and answers without a long break that began in the window',
  },
  {
    key: 'sittings.lengthMs',
    label: 'length',
    unit: 'time',
    definition: 'median, from the first to the last thing done',
  },
  {
    key: 'sittings.reviews',
    label: 'reviews each',
    unit: 'reviews',
    definition: 'mean number of reviews in a sitting',
  },
  {
    key: 'sittings.answers',
    label: 'answers each',
    unit: 'answers',
    definition: 'mean number of answers in a sitting',
  },
  {
    key: 'sittings.tiring',
    label: 'over 90 minutes',
    unit: 'sittings',
    definition: 'longer than what detection of faults is known to stand',
  },
  {
    key: 'serial.personMinutes',
    label: 'your minutes per landed task',
    unit: 'minutes',
    definition:
      'reading time of all reviews in the window (unknown reading: the time in hand, 30 minutes at most) and one minute for each answer, by landed tasks; said from 5 landed tasks on',
  },
  {
    key: 'serial.agentMinutes',
    label: 'agent minutes per landed task',
    unit: 'minutes',
    definition: 'agent and checks of what landed or was discarded in the window, by landed tasks',
  },
  {
    key: 'serial.serialShare',
    label: 'serial share',
    unit: 'share',
    definition: 'your minutes of both: the part that no further agent makes shorter',
  },
  {
    key: 'serial.limit',
    label: 'at most',
    unit: 'times',
    definition: 'how much faster than with one agent any number of agents could be: 1 by the serial share',
  },
  {
    key: 'serial.table',
    label: 'what agents bring',
    unit: 'times',
    definition:
      "for 1 to 8 agents: Amdahl's law (you and the agents take turns), and the throughput of a closed queue (agents work while you serve another, and wait behind each other for you); gain: what the last agent added; busy: how much of your time that takes while you are there. It assumes that tasks stay as they are, that your minutes per task stay so, and that agents do not slow each other down",
  },
  {
    key: 'failures.total',
    label: 'failures',
    unit: 'failures',
    definition: 'rejections, sessions that got stuck or failed, and started work that was discarded, in the window',
  },
  {
    key: 'failures.causes',
    label: 'causes',
    unit: 'failures',
    definition:
      'unclear task, clash with other work, weak verification, wrong approach: your reason of a rejection or your tag, else the one that a rule proposes; what is not due to the task (a process died, a set-up failed) has none',
  },
  {
    key: 'failures.groups',
    label: 'against published shares',
    unit: 'share',
    definition:
      'specification (unclear task, wrong approach), coordination (clash), verification, beside the shares that Cemri et al. 2025 (MAST) found in multi-agent systems: 41.8, 36.9 and 21.3 %',
  },
  {
    key: 'questions.asked',
    label: 'asked',
    unit: 'questions',
    definition: 'questions, permissions and dialogs of agents in the window',
  },
  {
    key: 'questions.perSession',
    label: 'per session',
    unit: 'questions',
    definition: 'mean over sessions that started in the window',
  },
  {
    key: 'questions.answerMs',
    label: 'answered after',
    unit: 'time',
    definition: 'median from asked to answered by you; what conventions answered is left out',
  },
  {
    key: 'questions.byConvention',
    label: 'by conventions',
    unit: 'questions',
    definition: 'answered by a kept answer, so that nobody asked you',
  },
  {
    key: 'questions.asRecommended',
    label: 'as recommended',
    unit: 'share',
    definition: 'of your answers to questions with a recommended default: the default itself',
  },
  {
    key: 'questions.withdrawn',
    label: 'withdrawn',
    unit: 'questions',
    definition: 'not answered: the agent went on, or the session ended',
  },
  {
    key: 'rounds.ended',
    label: 'ended',
    unit: 'tasks',
    definition: 'landed, or discarded after it had started, in the window; the figures below are about these',
  },
  { key: 'rounds.rounds', label: 'rounds', unit: 'rounds', definition: 'median number of rounds' },
  {
    key: 'rounds.reds',
    label: 'red gates',
    unit: 'per task',
    definition: 'mean number of red gates that sent the work back to its agent',
  },
  {
    key: 'rounds.rejections',
    label: 'rejections',
    unit: 'per task',
    definition: 'mean number of times that you sent it back',
  },
  {
    key: 'rounds.firstTime',
    label: 'right the first time',
    unit: 'share',
    definition: 'of what landed: without a red gate and without a rejection',
  },
  { key: 'agents', label: 'by agent', unit: 'table', definition: 'the same for each agent' },
  { key: 'kinds', label: 'by kind', unit: 'table', definition: 'the same for isolated and judgement tasks' },
  {
    key: 'checks',
    label: 'checks',
    unit: 'table',
    definition:
      'runs of each check since it is known, whatever the window; flaky: red and then green on the same commit',
  },
  {
    key: 'advice',
    label: 'what would help most',
    unit: 'sentence',
    definition:
      'the change whose rule is about the most time of your tasks: a cause behind more than 35 % of the failures (a round of work each), waiting that is more than 30 % of their life, a flaky check, skimmed approvals',
  },
] as const satisfies readonly MeasureDefinition[];

export type MeasureKey = (typeof measureDefinitions)[number]['key'];

/** What a measure is called. */
export function labelOf(key: MeasureKey): string {
  return measureDefinitions.find((each) => each.key === key)?.label ?? key;
}

/** What holds for all of them. */
export const measureNotes = [
  `A share is said of ${fewest} and more; "-" stands where nothing can be said, and n is what a figure was made from.`,
  'Landings that take others back are no tasks and count nowhere.',
] as const;

/** The definitions as a Markdown table. */
export function definitionsTable(): string {
  const rows = measureDefinitions.map(
    ({ key, label, unit, definition }) => `| ${label} | ${unit} | ${definition} | \`${key}\` |`,
  );
  return ['| measure | unit | what it is | in the JSON |', '|---|---|---|---|', ...rows].join('\n');
}
