import type { Session } from '../model/session.ts';

/** What a landing without a commit of its own came to: a report, or work that others had brought to the target before. */
export function closedWords({ verdict, change }: Pick<Session, 'verdict' | 'change'>): string {
  const known = verdict?.kind === 'unchanged' && change.files > 0;
  return known ? 'its work is in the target already' : 'a report';
}
