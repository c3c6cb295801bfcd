import { z } from 'zod';
import { causeSchema } from './causes.ts';
import { proposalSchema } from './proposal.ts';
import { type Question, questionSchema } from './question.ts';
import { activities } from './report.ts';
import { approvalSchema, evidenceSchema, gateRunSchema, landedSchema, landingSchema } from './round.ts';
import { taskSchema } from './task.ts';
import { commentSchema, fileMarkSchema, reviewedSchema } from './review-notes.ts';
import { endedJobSchema, endedTerminalSchema, terminalSchema } from './terminals.ts';
import { verdictSchema } from './verdict.ts';

/** The words of the states; the same on the screen, in JSON and in the journal. */
export const states = [
  'queued',
  'preparing',
  'working',
  'asking',
  'checking',
  'ready',
  'reviewing',
  'landing',
  'landed',
  'stuck',
  'failed',
  'stopped',
  'discarded',
] as const;
export type State = (typeof states)[number];

/**
 * How a message reaches an agent: by its own call, with its start, at the end of its turn, or through its adapter.
 * `person`: the person says that it has arrived.
 */
export const deliveries = ['inbox', 'wait', 'start', 'turn-end', 'adapter', 'person'] as const;

/** What is to reach the agent, each once: answers, a red gate's reasons, a rejection's note, a person's word. */
export const messageSchema = z.object({
  number: z.number(),
  kind: z.enum(['answers', 'red', 'rejected', 'note', 'hand-over']),
  text: z.string(),
  at: z.number(),
  round: z.number(),
  /** The questions that an `answers` message answers. */
  questions: z.array(z.number()),
  /** It is being given to the agent by this daemon; journalled before, so that a crash cannot make it arrive twice. */
  sending: z.object({ request: z.string(), at: z.number() }).nullable(),
  /** It was sent, and nobody can tell whether it arrived: the person decides. */
  unconfirmed: z.boolean(),
  /** How it was handed over; null while held. `request` is the id of the agent's call (or the run) that took it. */
  delivered: z.object({ by: z.enum(deliveries), request: z.string(), at: z.number() }).nullable(),
});
export type Message = z.infer<typeof messageSchema>;

/** When an agent takes a message; null: a plain command, which is never typed into. */
export const takings = ['when resting', 'any time'] as const;

/** One start of the agent's process. `wanted`: called for, perhaps starting. `alive`: seen running. */
export const runSchema = z.object({
  number: z.number(),
  phase: z.enum(['wanted', 'alive']),
  pid: z.number().nullable(),
  startedAt: z.number().nullable(),
  /** The agent waits inside a call of its own (`ask --wait`, `inbox --wait`, `done`). */
  waiting: z.boolean(),
  takes: z.enum(takings).nullable(),
  /** What it is doing, and the signal that says so. */
  activity: z.object({
    kind: z.enum(activities),
    words: z.string().nullable(),
    rule: z.string(),
    since: z.number(),
  }),
  /** The agent's own helpers, one line. */
  subWork: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;

/** How a run can be lost: the machine went down under it, or its holder was killed. */
export const lostWhys = ['rebooted', 'killed'] as const;

/** How a run ended. */
export const exitSchema = z.object({
  run: z.number(),
  exit: z.number().nullable(),
  signal: z.string().nullable(),
  /** Set when nobody saw it end; `exit` and `signal` are null then. */
  lost: z.enum(lostWhys).nullable(),
  at: z.number(),
  /** The last lines of its screen. */
  screen: z.array(z.string()),
});
export type Exit = z.infer<typeof exitSchema>;

/** A task being worked on. Times in milliseconds since the epoch. */
export const sessionSchema = z.object({
  id: z.number(),
  repo: z.string(),
  task: taskSchema,
  state: z.enum(states),
  /** When it came into this state. */
  since: z.number(),
  createdAt: z.number(),
  /** First time it left the queue. */
  startedAt: z.number().nullable(),
  queuedAs: z.enum(['start', 'rework']),
  round: z.number(),
  /** Counted red gates since the start or the last rejection. */
  reds: z.number(),
  /** Run number and snapshot of the last counted red: the same again costs no round. */
  lastRed: z.string().nullable(),
  /** Runs called for so far. */
  runs: z.number(),
  run: runSchema.nullable(),
  /** Why the present run is waited for and then ended; null while it may go on. */
  ending: z.object({ why: z.enum(['finished', 'rework', 'reset', 'stopped']), since: z.number() }).nullable(),
  exit: exitSchema.nullable(),
  worktree: z
    .object({
      path: z.string(),
      branch: z.string(),
      /** The commit of the target it started from. */
      base: z.string(),
    })
    .nullable(),
  /** Copies, links and set-up commands are done. */
  prepared: z.boolean(),
  questions: z.array(questionSchema),
  messages: z.array(messageSchema),
  /** The agent's name of its conversation, to resume it. */
  conversation: z.string().nullable(),
  /** What runs up to this one know is forgotten: their conversation is never resumed. */
  forgotten: z.number(),
  /** What adapters said about the agent, newest last; the last few. */
  observations: z.array(z.object({ at: z.number(), what: z.string(), rule: z.string() })),
  /** What the agent said at the end of its last turn. */
  lastWords: z.string().nullable(),
  summary: z.string().nullable(),
  evidence: z.array(evidenceSchema),
  progress: z.string().nullable(),
  gate: gateRunSchema.nullable(),
  verdict: verdictSchema.nullable(),
  approval: approvalSchema.nullable(),
  landing: landingSchema.nullable(),
  landed: landedSchema.nullable(),
  /**
   * How the item, ready or in hand, would fare on a target that moved, where that is not well: it is never pulled away
   * from under the person's hands, they are told.
   */
  outlook: z
    .object({
      target: z.string(),
      kind: z.enum(['red', 'target-red', 'infrastructure']),
      why: z.string(),
    })
    .nullable(),
  /** It takes back the landing of this session; `snapshot`: the commit that does. No agent works on it. */
  undoes: z.object({ session: z.number(), snapshot: z.string() }).nullable(),
  /** The session whose landing took this one's back. */
  undoneBy: z.number().nullable(),
  /** Clashes that its agent was told of, so that it is told once. */
  toldClashes: z.array(z.string()),
  /** TCP ports that are its own, from `first` on. */
  ports: z.object({ first: z.number(), count: z.number() }).nullable(),
  /** What its worktree takes on disk, bytes, when that was last measured. */
  diskBytes: z.number().nullable(),
  /** The work of a worktree that was removed, from which it can be restored. */
  kept: z
    .object({
      ref: z.string(),
      commit: z.string(),
      at: z.number(),
      branch: z.string(),
      base: z.string(),
    })
    .nullable(),
  /** Why it is stuck, failed, stopped or discarded: a sentence. */
  reason: z.string().nullable(),
  readyAt: z.number().nullable(),
  deferredAt: z.number().nullable(),
  /** Counts of the worktree against its base. */
  change: z.object({ files: z.number(), added: z.number(), removed: z.number() }),
  /** Ids of the agent's calls that have acted, newest last: the same call never acts twice. */
  requests: z.array(z.string()),
  /** The person's own terminals in its worktree. */
  terminals: z.array(terminalSchema),
  endedTerminal: endedTerminalSchema.nullable(),
  endedJobs: z.array(endedJobSchema),
  /** Its place among queued tasks of the same priority, lower first. */
  rank: z.number(),
  /** How long it has been in each state before the present one, ms. */
  spent: z.partialRecord(z.enum(states), z.number()),
  /** The person's comments on its diffs, and how far they read; both follow the content through rounds. */
  comments: z.array(commentSchema),
  marks: z.record(z.string(), fileMarkSchema),
  reviewed: reviewedSchema.nullable(),
  /** When the person last looked at it; null: never. */
  lookedAt: z.number().nullable(),
  /** Tasks that it proposed, as a lead. */
  proposals: z.array(proposalSchema),
  /** Why rounds of it failed. */
  causes: z.array(causeSchema),
  /** Effects that broke in a row without a result. */
  breakdowns: z.number(),
  /** What happened, a sentence each, oldest first. */
  history: z.array(z.object({ at: z.number(), what: z.string() })),
});
export type Session = z.infer<typeof sessionSchema>;

/** Whether a session in this state has an agent at work: what the word "live" means. */
export function isLive(session: Session): boolean {
  switch (session.state) {
    case 'preparing':
    case 'working':
    case 'asking':
      return true;
    case 'checking':
      // No agent stands behind what takes a landing back, or what only waits for the target to be green again.
      return session.undoes === null && session.verdict?.kind !== 'target-red';
    case 'stuck':
      return session.run !== null;
    case 'queued':
    case 'ready':
    case 'reviewing':
    case 'landing':
    case 'landed':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return false;
  }
}

/** A place under the cap is taken by a live session, and by a process that has not ended yet. */
export function takesPlace(session: Session): boolean {
  return isLive(session) || session.run !== null;
}

/** Its work is with the person, or on its way to the target, as it was judged. */
export function isHandedIn({ state }: Pick<Session, 'state'>): boolean {
  return state === 'ready' || state === 'reviewing' || state === 'landing';
}

/** Ended for good: nothing will happen to it by itself. */
export function isOver(session: Session): boolean {
  return session.state === 'landed' || session.state === 'discarded';
}

/** Questions that wait for the person. */
export function openQuestions(session: Session): readonly Question[] {
  return session.questions.filter((question) => question.answer === null && !question.withdrawn);
}

/** Questions of the agent's open dialogs: it waits for each of them. */
export function openDialogs(session: Session): readonly Question[] {
  return openQuestions(session).filter((question) => question.dialog !== null);
}

/** Messages that have not reached the agent, and are not on their way. */
export function heldMessages(session: Session): readonly Message[] {
  return session.messages.filter(
    (message) => message.delivered === null && message.sending === null && !message.unconfirmed,
  );
}

/** Whether its present run is one whose context was given up: it is only waited for. */
export function isForgotten({ runs, forgotten }: Pick<Session, 'runs' | 'forgotten'>): boolean {
  return forgotten > 0 && runs <= forgotten;
}

/** Whether the present run is an agent that stays and takes messages, rather than a plain command. */
export function isInteractive(session: Session): boolean {
  return session.run !== null && session.run.takes !== null;
}

/** What the agent says it did: its summary, else its last words at the end of its turn; '' when it said nothing. */
export function saidOf({ summary, lastWords }: Session): string {
  return [summary, lastWords].map((words) => words?.trim() ?? '').find((words) => words !== '') ?? '';
}
