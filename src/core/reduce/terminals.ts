import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';

type TerminalEvent = Extract<Event, { type: 'terminal.opened' | 'terminal.closed' | 'terminal.ended' }>;

/** What becomes of the person's own terminals; the session's work is not touched by it. */
export function reduceTerminals(session: Session, event: TerminalEvent, at: number): Session {
  const { terminal: number } = event;
  switch (event.type) {
    case 'terminal.opened': {
      const { kind, file, line, name, command } = event;
      const job = command === undefined ? {} : { name: name ?? command, command };
      const opened = { number, kind, file, line, ...job, openedAt: at, closing: false };
      return { ...session, terminals: [...session.terminals, opened] };
    }
    case 'terminal.closed':
      return {
        ...session,
        terminals: session.terminals.map((known) => (known.number === number ? { ...known, closing: true } : known)),
      };
    case 'terminal.ended': {
      const { exit, signal, screen } = event;
      const ended = session.terminals.find((known) => known.number === number);
      const kind = ended?.kind ?? 'shell';
      const terminals = session.terminals.filter((known) => known.number !== number);
      if (ended?.command !== undefined) {
        const { name = ended.command, command } = ended;
        const job = { number, name, command, exit, signal, at, screen };
        return { ...session, terminals, endedJobs: [...session.endedJobs, job] };
      }
      return { ...session, terminals, endedTerminal: { number, kind, exit, signal, screen } };
    }
  }
}
