import type { MeasureDefinition } from './measure-definition.ts';

/** What is measured of the work: its flow, its time, its failures, its rounds, its checks. */
export const workDefinitions = [
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
  { key: 'flow.rowDays', label: 'days of a row', unit: 'days', definition: '1, or 7 where the window is long' },
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
  {
    key: 'failures.total',
    label: 'failures',
    unit: 'failures',
    definition: 'rejections, sessions that got stuck or failed, and started work that was discarded, in the window',
  },
  { key: 'failures.kinds', label: 'what happened', unit: 'failures', definition: 'the same by what happened' },
  {
    key: 'failures.tagged',
    label: 'with a cause',
    unit: 'failures',
    definition: 'of these: with one of the four causes',
  },
  {
    key: 'failures.byPerson',
    label: 'said by you',
    unit: 'failures',
    definition: 'of these: your reason or tag, not the proposal of a rule',
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
    key: 'rounds.ended',
    label: 'ended',
    unit: 'tasks',
    definition: 'landed, or discarded after it had started, in the window; the figures below are about these',
  },
  { key: 'rounds.landed', label: 'landed', unit: 'tasks', definition: 'of these, also what was taken back since' },
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
  { key: 'rounds.questions', label: 'questions', unit: 'per task', definition: 'mean number of questions' },
  {
    key: 'rounds.agentMs',
    label: 'agent time',
    unit: 'time',
    definition: 'median time with the agent, set-up included',
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
    key: 'conventions',
    label: 'conventions',
    unit: 'table',
    definition:
      'of each convention, whatever the window: questions that it answered by itself, proposals of it that you took as they were, and answers of it that you took back',
  },
  {
    key: 'advice',
    label: 'what would help most',
    unit: 'sentence',
    definition:
      'the change whose rule is about the most time of your tasks: a cause behind more than 35 % of the failures (a round of work each), waiting that is more than 30 % of their life, a flaky check, skimmed approvals',
  },
] as const satisfies readonly MeasureDefinition[];
