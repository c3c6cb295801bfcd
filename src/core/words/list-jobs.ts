import type { Session } from '../model/session.ts';
import type { JobStarter } from '../model/terminals.ts';
import { hasDied, isToEnd } from '../rules/jobs.ts';
import { jobAddress } from './job-words.ts';

/** A session's jobs as `signalbox job list --json` prints them: those that run, then those that ended. */
export function listJobs(session: Session) {
  const about = { session: session.id };
  const running = session.terminals.flatMap((terminal) => {
    const { number, name, command, port = null, by = 'person', openedAt: since } = terminal;
    if (name === undefined || command === undefined) return [];
    const state = isToEnd(session, terminal) ? ('ending' as const) : ('running' as const);
    const ended = { exit: null, signal: null, screen: [] };
    return [
      {
        ...about,
        name,
        command,
        port,
        address: addressOf(port),
        state,
        by,
        since,
        ...ended,
        terminal: number,
      },
    ];
  });
  const ended = session.endedJobs.map((job) => {
    const { name, command, port, exit, signal, screen, at: since, number } = job;
    const state = hasDied(job) ? ('died' as const) : ('ended' as const);
    const by: JobStarter = job.by;
    return {
      ...about,
      name,
      command,
      port,
      address: null,
      state,
      by,
      since,
      exit,
      signal,
      screen,
      terminal: number,
    };
  });
  return [...running, ...ended];
}

function addressOf(port: number | null): string | null {
  return port === null ? null : jobAddress(port);
}
