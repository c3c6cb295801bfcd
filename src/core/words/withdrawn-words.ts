import { type Question, proseRequest } from '../model/question.ts';

/** Why a question can be answered no more, a few words. */
export function withdrawnWords({ closedBy, request }: Pick<Question, 'closedBy' | 'request'>): string {
  // The agent asked it at rest and has begun anew: somebody typed to it, or it was told something else.
  if (request.startsWith(proseRequest) && closedBy !== null) return 'gone: the agent has gone on without an answer';
  if (closedBy === 'terminal') return 'answered in its terminal';
  return closedBy === 'agent' ? 'gone: the agent dropped it' : 'gone: the session ended, or its work was handed in';
}
