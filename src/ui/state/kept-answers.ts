import { revocable } from '../../core/decide/conventions.ts';
import type { Convention } from '../../core/model/convention.ts';
import type { World } from '../../core/model/world.ts';
import type { ConventionMatch } from '../../core/rules/match-convention.ts';
import { keptAnswerFor } from '../../core/rules/kept-answer.ts';
import { type Asked, type SittingChoice, sittingSessions } from './sitting.ts';

/** The kept answer that is proposed for an open question; null when none is. */
export function proposalFor(
  world: World,
  { session, question }: Asked,
): Exclude<ConventionMatch, { kind: 'none' }> | null {
  if (question.answer !== null) return null;
  const match = keptAnswerFor(world, session, question);
  return match.kind === 'none' ? null : match;
}

/** A question that a convention answered, and whose answer can be taken back. */
export interface AutoAnswered extends Asked {
  readonly answer: string;
  /** null: it is not in the file any more. */
  readonly convention: Convention | null;
}

/** What conventions have answered in the sessions of a sitting, the newest first. */
export function autoAnswered(world: World, choice: SittingChoice): readonly AutoAnswered[] {
  return sittingSessions(world, choice)
    .flatMap((session) => revocable(session).map((question) => ({ session, question })))
    .toSorted((a, b) => (b.question.answer?.at ?? 0) - (a.question.answer?.at ?? 0))
    .map(({ session, question }) => {
      const known = world.repos[session.repo]?.conventions ?? [];
      const convention = known.find(({ id }) => id === question.answer?.convention) ?? null;
      return { session, question, answer: question.answer?.text ?? '', convention };
    });
}
