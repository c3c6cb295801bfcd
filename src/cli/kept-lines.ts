import type { Question } from '../core/model/question.ts';
import type { Session } from '../core/model/session.ts';
import type { World } from '../core/model/world.ts';
import { keptAnswerFor, whyProposed } from '../core/rules/kept-answer.ts';

/** What kept answers have to do with a question: which answered it, which is proposed, and why. */
export function keptLines(world: World, session: Session, question: Question): string[] {
  const { conventions } = world.repos[session.repo] ?? { conventions: [] };
  if (question.answer !== null) {
    const { convention, proposed } = question.answer;
    const id = convention ?? proposed;
    if (id === undefined) return [];
    const sentence = conventions.find((each) => each.id === id)?.sentence ?? 'one that is no more';
    const revoke = `signalbox answer ${session.id} --question ${question.number} --revoke takes it back`;
    return convention === undefined
      ? [`     as proposed by convention ${id}: ${sentence}`]
      : [`     answered by convention ${id}: ${sentence}`, ...(question.withdrawn ? [] : [`     ${revoke}`])];
  }
  const match = keptAnswerFor(world, session, question);
  if (match.kind === 'none') return [];
  return [
    `     proposed: ${match.answer}  (kept answer of: ${match.convention.asked?.question ?? ''})`,
    `     not answered by it: ${whyProposed(match)}`,
  ];
}

/** The same for `signalbox questions --json`. */
export function keptMatch(world: World, session: Session, question: Question) {
  if (question.answer !== null) return { convention: question.answer.convention ?? null, proposal: null };
  const match = keptAnswerFor(world, session, question);
  const convention = match.kind === 'none' ? null : match.convention.id;
  const answer = match.kind === 'none' ? null : match.answer;
  return {
    convention: null,
    proposal: { kind: match.kind, convention, answer, why: match.kind === 'none' ? match.why : whyProposed(match) },
  };
}
