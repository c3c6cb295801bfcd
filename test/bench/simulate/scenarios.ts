/** How a simulated person, their agents and their tasks are. Times in minutes. */
export interface Scenario {
  readonly name: string;
  /** Changed lines an hour that the person reads, by hour of the day and working day (from 0). */
  readonly linesPerHour: (hour: number, day: number) => number;
  /** What each review costs beside reading: the brief, the checks, the decision. */
  readonly reviewMinutes: number;
  /** The median of a change's lines, by working day. */
  readonly lines: (day: number) => number;
  /** How long an agent works on a task, median, without what is red. */
  readonly agentMinutes: number;
  readonly questionsPerTask: number;
  readonly minutesPerQuestion: number;
  /** The person is not there on this working day. */
  readonly away: (day: number) => boolean;
}

const steady: Scenario = {
  name: 'steady person',
  linesPerHour: () => 400,
  reviewMinutes: 4,
  lines: () => 60,
  agentMinutes: 35,
  questionsPerTask: 0.7,
  minutesPerQuestion: 2,
  away: () => false,
};

export const scenarios: readonly Scenario[] = [
  steady,
  { ...steady, name: 'slows down in the afternoon', linesPerHour: (hour) => (hour < 13 ? 450 : hour < 16 ? 250 : 180) },
  { ...steady, name: 'every fifth day big reviews', lines: (day) => (day % 5 === 4 ? 260 : 60) },
  { ...steady, name: 'question-heavy tasks', questionsPerTask: 4, minutesPerQuestion: 4 },
  { ...steady, name: 'fast agents', agentMinutes: 8 },
  { ...steady, name: 'slow agents', agentMinutes: 150 },
  { ...steady, name: 'away for two days, every other week', away: (day) => day % 10 === 2 || day % 10 === 3 },
  { ...steady, name: 'twice as fast after a month', linesPerHour: (_, day) => (day < 22 ? 220 : 440) },
  { ...steady, name: 'skims: 900 lines an hour', linesPerHour: () => 900 },
];

/** What is the same in all of them. */
export const everywhere = {
  /** Spread of lines, of agents' times, of the person's. */
  linesSpread: 0.9,
  agentSpread: 0.6,
  personSpread: 0.3,
  gateMinutes: 3,
  /** A round is red; the agent repairs it in this part of the task's time. */
  red: 0.25,
  repair: 0.35,
  /** The person rejects a round; the next one takes this part of the time, and this part of the lines is to be read. */
  rejected: 0.18,
  rework: 0.5,
  reread: 0.4,
  /** Each landing since the work was last brought up to date makes it conflict with the target when it is to land. */
  conflict: 0.015,
  /** Then its agent needs so long, and the person reads so much again. */
  mend: 0.3,
  remend: 0.3,
  landMinutes: 4,
  /** Somebody calls the person away, so often an hour of work, for so long. */
  interruptsPerHour: 0.5,
  interruptMinutes: 12,
  /** How long it takes until the person notices that something has come. */
  noticeMinutes: 2,
} as const;

/** Working hours: two halves of a day. */
export const hours = { morning: [9, 12.5], afternoon: [13.25, 17.75] } as const;
