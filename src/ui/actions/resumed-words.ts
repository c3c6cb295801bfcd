import type { Session } from '../../core/model/session.ts';

/** What follows when this session, as it was, has been resumed. */
export function resumedWords({ id, run }: Session): string {
  if (run === null) return `#${id} goes on as soon as there is a place for it`;
  return run.takes === null ? `#${id} goes on where it is` : `#${id} goes on where it is: its agent is told to`;
}
