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
