import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';

type TerminalEvent = Extract<Event, { type: 'terminal.opened' | 'terminal.closed' | 'terminal.ended' }>;

/** What becomes of the person's own terminals; the session's work is not touched by it. */
export function reduceTerminals(session: Session, event: TerminalEvent, at: number): Session {
  const { terminal: number } = event;
  switch (event.type) {
    case 'terminal.opened': {
      const { kind, file, line } = event;
      const opened = { number, kind, file, line, openedAt: at, closing: false };
      return { ...session, terminals: [...session.terminals, opened] };
    }
    case 'terminal.closed':
      return {
        ...session,
        terminals: session.terminals.map((known) => (known.number === number ? { ...known, closing: true } : known)),
      };
    case 'terminal.ended': {
      const { exit, signal, screen } = event;
      const kind = session.terminals.find((known) => known.number === number)?.kind ?? 'shell';
      const terminals = session.terminals.filter((known) => known.number !== number);
      return { ...session, terminals, endedTerminal: { number, kind, exit, signal, screen } };
    }
  }
}
