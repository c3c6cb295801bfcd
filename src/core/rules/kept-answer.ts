import { oneLine } from '../conventions/read-conventions.ts';
import type { Question } from '../model/question.ts';
import type { Session } from '../model/session.ts';
import type { World } from '../model/world.ts';
import { type ConventionMatch, matchConvention } from './match-convention.ts';

/**
 * What the kept answers of its repository are to a session's question. The same one answers a session once: an agent that
 * asks again, or whose answer was taken back, needs the person.
 */
export function keptAnswerFor({ repos }: Pick<World, 'repos'>, session: Session, question: Question): ConventionMatch {
  const match = matchConvention(question, repos[session.repo]?.conventions ?? []);
  if (match.kind !== 'same') return match;
  const { id } = match.convention;
  if (session.questions.some(({ revoked = [] }) => revoked.includes(id)))
    return { ...match, kind: 'similar', why: 'its answer was taken back in this session' };
  const before = session.questions.some(
    ({ number, answer }) => number !== question.number && answer?.convention === id,
  );
  return before ? { ...match, kind: 'similar', why: 'it answered this session before, and it asks again' } : match;
}

/** Why a kept answer is only proposed for a question that is open. */
export function whyProposed(match: Exclude<ConventionMatch, { kind: 'none' }>): string {
  return match.kind === 'same' ? 'it was kept after this was asked' : match.why;
}

/** The kept answer that a person takes with this answer; one that was kept of this very question is none. */
export function takenProposal(match: ConventionMatch, question: Question, answer: string): string | null {
  if (match.kind === 'none' || match.answer !== answer) return null;
  return match.convention.asked?.question === oneLine(question.text) ? null : match.convention.id;
}
