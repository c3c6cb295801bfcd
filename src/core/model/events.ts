import { z } from 'zod';
import { reviewNoteEvents, readingSchema } from './review-notes.ts';
import { personEvents } from './person.ts';
import { paceEvents } from './pace.ts';
import { backlogEvents } from './proposal.ts';
import { rejectionReasonSchema, taskSchema } from './task.ts';
import { repositoryEvents } from './repository-events.ts';
import { activities, closers, dialogKinds, dialogQuestionSchema } from './report.ts';
import { evidenceSchema } from './round.ts';
import { deliveries, lostWhys, takings } from './session.ts';
import { terminalEvents } from './terminal-events.ts';
import { verdictSchema } from './verdict.ts';

/**
 * Everything that can happen. Past tense, `noun.verbed`. A session's events carry its number; times are milliseconds
 * since the epoch and come from the record, never from the reducer.
 */
const session = z.number().int();

export const eventSchema = z.discriminatedUnion('type', [
  ...repositoryEvents,
  ...personEvents,
  ...paceEvents,
  ...backlogEvents,
  ...reviewNoteEvents,
  ...terminalEvents,
  // a session's way through the states
  z.object({ type: z.literal('task.created'), session, repo: z.string(), task: taskSchema }),
  /** The person takes a landing back: a session without an agent, judged and landed like every other. */
  z.object({
    type: z.literal('undo.asked'),
    session,
    repo: z.string(),
    undoes: session,
    snapshot: z.string(),
    task: taskSchema,
  }),
  z.object({ type: z.literal('session.admitted'), session }),
  z.object({ type: z.literal('ports.given'), session, first: z.number(), count: z.number() }),
  z.object({ type: z.literal('clash.told'), session, clash: z.string(), text: z.string() }),
  z.object({ type: z.literal('worktree.measured'), session, bytes: z.number() }),
  /** Its worktree is gone; `kept`: where the work that did not land is, null when all of it did. */
  z.object({
    type: z.literal('worktree.removed'),
    session,
    kept: z.object({ ref: z.string(), commit: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('worktree.restored'),
    session,
    path: z.string(),
    branch: z.string(),
    base: z.string(),
  }),
  z.object({
    type: z.literal('worktree.created'),
    session,
    path: z.string(),
    branch: z.string(),
    base: z.string(),
  }),
  z.object({ type: z.literal('setup.finished'), session }),
  z.object({ type: z.literal('session.failed'), session, reason: z.string() }),
  z.object({ type: z.literal('session.stuck'), session, reason: z.string() }),
  z.object({ type: z.literal('session.stopped'), session, reason: z.string() }),
  z.object({ type: z.literal('session.resumed'), session, note: z.string().nullable() }),
  /** Its agent begins a fresh conversation in the same worktree, with this hand-over. */
  z.object({
    type: z.literal('session.reset'),
    session,
    handOver: z.string(),
    /** The person's own word to it. */
    note: z.string().nullable(),
  }),
  /** The person says why a session is stuck, failed or was given up. */
  z.object({ type: z.literal('session.tagged'), session, reason: rejectionReasonSchema }),
  z.object({ type: z.literal('session.discarded'), session, reason: z.string() }),
  z.object({
    type: z.literal('worktree.changed'),
    session,
    files: z.number(),
    added: z.number(),
    removed: z.number(),
  }),
  // the agent's process
  z.object({
    type: z.literal('agent.started'),
    session,
    run: z.number(),
    pid: z.number(),
    takes: z.enum(takings).nullable(),
  }),
  z.object({
    type: z.literal('agent.exited'),
    session,
    run: z.number(),
    exit: z.number().nullable(),
    signal: z.string().nullable(),
    screen: z.array(z.string()),
  }),
  /** It is gone and left no exit status: the machine went down, or its holder was killed and it with it. */
  z.object({
    type: z.literal('agent.lost'),
    session,
    run: z.number(),
    why: z.enum(lostWhys),
    screen: z.array(z.string()),
  }),
  // what adapters found out about it; `rule`: the signal that says so
  z.object({
    type: z.literal('agent.observed'),
    session,
    run: z.number(),
    activity: z.enum(activities),
    words: z.string().nullable(),
    rule: z.string(),
  }),
  z.object({ type: z.literal('turn.began'), session, run: z.number(), rule: z.string() }),
  z.object({
    type: z.literal('turn.ended'),
    session,
    run: z.number(),
    words: z.string().nullable(),
    background: z.array(z.string()),
    held: z.boolean(),
    rule: z.string(),
  }),
  z.object({ type: z.literal('turn.interrupted'), session, run: z.number(), rule: z.string() }),
  z.object({
    type: z.literal('turn.failed'),
    session,
    run: z.number(),
    reason: z.string(),
    rule: z.string(),
  }),
  z.object({
    type: z.literal('dialog.opened'),
    session,
    run: z.number(),
    dialog: z.string(),
    about: z.enum(dialogKinds),
    questions: z.array(dialogQuestionSchema),
    rule: z.string(),
  }),
  z.object({ type: z.literal('dialog.answered'), session, dialog: z.string() }),
  z.object({
    type: z.literal('dialog.closed'),
    session,
    dialog: z.string(),
    by: z.enum(closers),
    rule: z.string(),
  }),
  z.object({ type: z.literal('conversation.named'), session, id: z.string() }),
  z.object({
    type: z.literal('sub-work.changed'),
    session,
    run: z.number(),
    words: z.string().nullable(),
    rule: z.string(),
  }),
  // the agent's own words
  z.object({
    type: z.literal('question.asked'),
    session,
    request: z.string(),
    questions: z.array(
      z.object({
        text: z.string(),
        options: z.array(z.string()),
        default: z.string().nullable(),
        blocking: z.boolean(),
        /** It asks for the boundary to be widened by these globs. */
        widens: z.array(z.string()).optional(),
      }),
    ),
  }),
  z.object({ type: z.literal('agent.waited'), session, waiting: z.boolean() }),
  z.object({
    type: z.literal('progress.reported'),
    session,
    request: z.string(),
    text: z.string(),
  }),
  z.object({
    type: z.literal('session.blocked'),
    session,
    request: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('work.finished'),
    session,
    request: z.string(),
    summary: z.string(),
    evidence: z.array(evidenceSchema),
  }),
  z.object({
    type: z.literal('message.delivered'),
    session,
    messages: z.array(z.number()),
    by: z.enum(deliveries),
    request: z.string(),
  }),
  /** It is about to be given to the agent. */
  z.object({
    type: z.literal('message.sending'),
    session,
    messages: z.array(z.number()),
    request: z.string(),
  }),
  /** It was not given after all; `unconfirmed`: nobody can tell. */
  z.object({
    type: z.literal('message.returned'),
    session,
    messages: z.array(z.number()),
    unconfirmed: z.boolean(),
  }),
  // the person's answers
  z.object({
    type: z.literal('question.answered'),
    session,
    question: z.number(),
    text: z.string(),
    /** The kept answer by which the machine answered it. */
    convention: z.string().optional(),
    /** The kept answer that was proposed for it, and that the person took. */
    proposed: z.string().optional(),
  }),
  /** The person takes a convention's answer back: the question is open again. */
  z.object({ type: z.literal('answer.revoked'), session, question: z.number() }),
  z.object({ type: z.literal('answers.sent'), session }),
  // the gate
  z.object({ type: z.literal('gate.progressed'), session, doing: z.string() }),
  z.object({ type: z.literal('gate.finished'), session, verdict: verdictSchema }),
  // the review
  z.object({ type: z.literal('review.taken'), session }),
  z.object({ type: z.literal('review.deferred'), session, reading: readingSchema.optional() }),
  z.object({
    type: z.literal('review.rejected'),
    session,
    note: z.string(),
    reason: rejectionReasonSchema.nullable(),
    reading: readingSchema.optional(),
  }),
  z.object({
    type: z.literal('review.approved'),
    session,
    snapshot: z.string(),
    candidate: z.string(),
    acknowledged: z.array(z.string()),
    reading: readingSchema.optional(),
  }),
  // the landing
  z.object({
    type: z.literal('landing.intended'),
    session,
    from: z.string(),
    to: z.string(),
    checkouts: z.array(z.string()),
  }),
  z.object({ type: z.literal('landing.blocked'), session, why: z.string() }),
  z.object({ type: z.literal('landing.outdated'), session, target: z.string() }),
  z.object({ type: z.literal('pull-request.opened'), session, url: z.string() }),
  z.object({ type: z.literal('landing.finished'), session, commit: z.string().nullable() }),
  // faults of our own
  z.object({ type: z.literal('effect.failed'), session, effect: z.string(), message: z.string() }),
]);

export type Event = z.infer<typeof eventSchema>;

/** An event as the journal keeps it. */
export interface Recorded {
  readonly seq: number;
  readonly at: number;
  readonly event: Event;
}

export const recordedSchema = z.object({ seq: z.number(), at: z.number(), event: eventSchema });
