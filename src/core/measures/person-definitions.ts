import type { MeasureDefinition } from './measure-definition.ts';

/** What is measured of the person: reviews, sittings, questions, and what more agents would bring. */
export const personDefinitions = [
  { key: 'review.decided', label: 'decided', unit: 'reviews', definition: 'the same as reviewed, with how it went' },
  { key: 'review.approved', label: 'approved', unit: 'reviews', definition: 'decided so' },
  { key: 'review.rejected', label: 'rejected', unit: 'reviews', definition: 'sent back to the agent with a note' },
  {
    key: 'review.discarded',
    label: 'discarded',
    unit: 'reviews',
    definition: 'the work was given up while you had it in hand',
  },
  {
    key: 'review.deferred',
    label: 'deferred',
    unit: 'times',
    definition: 'put back behind the others; decides nothing',
  },
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
    label: 'your minutes per task',
    unit: 'minutes',
    definition:
      'reading time of all reviews in the window (unknown reading: the time in hand, 30 minutes at most) and the time that your answers took, counted from what you did before (a minute where nothing was counted), by landed tasks; said from 5 landed tasks on',
  },
  {
    key: 'serial.agentMinutes',
    label: 'agent minutes per task',
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
    key: 'serial.n',
    label: 'landed tasks',
    unit: 'tasks',
    definition: 'what the figures on agents are made from: landed in the window, and not taken back',
  },
  {
    key: 'serial.table',
    label: 'what agents bring',
    unit: 'times',
    definition:
      "for 1 to 8 agents: Amdahl's law (you and the agents take turns), and the throughput of a closed queue (agents work while you serve another, and wait behind each other for you); gain: what the last agent added; busy: how much of your time that takes while you are there. It assumes that tasks stay as they are, that your minutes per task stay so, and that agents do not slow each other down",
  },
  {
    key: 'questions.asked',
    label: 'asked',
    unit: 'questions',
    definition: 'questions, permissions and dialogs of agents in the window',
  },
  { key: 'questions.answered', label: 'answered by you', unit: 'questions', definition: 'of these' },
  { key: 'questions.open', label: 'open', unit: 'questions', definition: 'of these: nobody has answered them yet' },
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
    key: 'questions.conventionShare',
    label: 'share of conventions',
    unit: 'share',
    definition: 'of all answers: given by a convention',
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
] as const satisfies readonly MeasureDefinition[];
