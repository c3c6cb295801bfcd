import { reviewQueue } from '../core/rules/review-queue.ts';
import { type Session, openQuestions } from '../core/model/session.ts';
import { type World, sessionsOf } from '../core/model/world.ts';
import type { Connection } from '../wire/connection.ts';
import type { DemoTask } from './demo-task.ts';
import { demoTasks } from './demo-tasks.ts';

/** One thing the person of the demo does now. */
export type DemoDecision =
  | { readonly kind: 'answer'; readonly session: number; readonly question: number; readonly text: string }
  | { readonly kind: 'approve'; readonly session: number }
  | { readonly kind: 'reject'; readonly session: number; readonly note: string }
  | { readonly kind: 'discard'; readonly session: number };

/** What a person would do next, looking at this world; null when there is nothing to do. */
export function nextDecision(world: World): DemoDecision | null {
  const sessions = sessionsOf(world);
  for (const session of sessions) {
    const task = taskOf(session);
    const question = openQuestions(session)[0];
    if (question !== undefined) {
      const text = task?.answers?.[question.text] ?? question.default ?? 'your call';
      return { kind: 'answer', session: session.id, question: question.number, text };
    }
    if (session.state === 'failed' && task?.fate === 'discarded') return { kind: 'discard', session: session.id };
  }
  const item = reviewQueue(world).find((session) => mayReview(session, sessions));
  if (item === undefined) return null;
  const note = item.round === 1 ? taskOf(item)?.rejection : undefined;
  return note === undefined ? { kind: 'approve', session: item.id } : { kind: 'reject', session: item.id, note };
}

/** Carries the decision out by the requests that a person's own commands make. */
export async function carryOut(connection: Connection, decision: DemoDecision): Promise<void> {
  const { session } = decision;
  switch (decision.kind) {
    case 'answer':
      await connection.request('question/answer', {
        session,
        question: decision.question,
        text: decision.text,
      });
      return;
    case 'approve':
      await connection.request('review/take', { session });
      await connection.request('review/approve', { session, acknowledged: [] });
      return;
    case 'reject':
      await connection.request('review/take', { session });
      await connection.request('review/reject', { session, note: decision.note, reason: 'verification' });
      return;
    case 'discard':
      await connection.request('session/discard', { session });
      return;
  }
}

/** The demo's task that a session works on. */
export function taskOf(session: Session): DemoTask | undefined {
  return demoTasks.find((task) => task.title === session.task.title);
}

/** Of two that clash both must be finished before one is looked at, so that the clash is there to be seen. */
function mayReview(session: Session, sessions: readonly Session[]): boolean {
  const other = taskOf(session)?.reviewedWith;
  const beside = sessions.find((candidate) => candidate.task.title === other);
  if (beside === undefined || session.round > 1) return true;
  if (beside.state === 'landed') return session.gate === null && !isOutdated(session, beside);
  return beside.state === 'ready' && session.id < beside.id;
}

/** Its verdict was given before the other one landed: the gate will look again. */
function isOutdated(session: Session, landed: Session): boolean {
  return session.verdict === null || session.verdict.finishedAt < (landed.landed?.at ?? 0);
}
