import type { Session } from '../model/session.ts';

/** Sessions that a title means: those that are not over, else any that is called so. */
export function sessionsTitled(sessions: readonly Session[], title: string): readonly Session[] {
  const name = title.trim().toLowerCase();
  const titled = sessions.filter(({ task }) => task.title.trim().toLowerCase() === name);
  const open = titled.filter(({ state }) => state !== 'discarded' && state !== 'landed');
  return open.length > 0 ? open : titled;
}
