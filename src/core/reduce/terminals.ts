import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';
import type { EndedJob, SideTerminal } from '../model/terminals.ts';
import { isToEnd, mostJobs } from '../rules/jobs.ts';
import { howJobEnded, jobEndedWords } from '../words/job-words.ts';
import { acted } from './agent.ts';
import { addMessage, remember } from './change-session.ts';

type TerminalEvent = Extract<Event, { type: 'terminal.opened' | 'terminal.closed' | 'terminal.ended' }>;

/** What becomes of the programs beside the agent; the session's work is not touched by it. */
export function reduceTerminals(session: Session, event: TerminalEvent, at: number): Session {
  switch (event.type) {
    case 'terminal.opened':
      return opened(session, event, at);
    case 'terminal.closed': {
      const terminals = session.terminals.map((known) =>
        known.number === event.terminal ? { ...known, closing: true } : known,
      );
      return called({ ...session, terminals }, event, at);
    }
    case 'terminal.ended':
      return ended(session, event, at);
  }
}

function opened(session: Session, event: Extract<TerminalEvent, { type: 'terminal.opened' }>, at: number): Session {
  const { terminal: number, kind, file, line, name, command, port = null, by = 'person' } = event;
  const job = command === undefined ? {} : { name: name ?? command, command, port, by };
  const terminal = { number, kind, file, line, ...job, openedAt: at, closing: false };
  const terminals = [...session.terminals, terminal];
  if (command === undefined) return { ...session, terminals };
  // What was known of an earlier one of this name is of no use any more.
  const endedJobs = session.endedJobs.filter((known) => known.name !== job.name);
  const begun = remember({ ...session, terminals, endedJobs }, at, `job ${job.name}: ${command}`);
  return called(begun, event, at);
}

function ended(session: Session, event: Extract<TerminalEvent, { type: 'terminal.ended' }>, at: number): Session {
  const { terminal: number, exit, signal, screen } = event;
  const known = session.terminals.find((terminal) => terminal.number === number);
  const rest = {
    ...session,
    terminals: session.terminals.filter((terminal) => terminal.number !== number),
  };
  const job =
    known === undefined ? null : endedJob(known, { exit, signal, screen, asked: isToEnd(session, known), at });
  if (job === null)
    return {
      ...rest,
      endedTerminal: { number, kind: known?.kind ?? 'shell', exit, signal, screen },
    };
  // Its name is in use again: this was its forerunner.
  if (rest.terminals.some((terminal) => terminal.name === job.name)) return rest;
  const others = session.endedJobs.filter((other) => other.name !== job.name);
  const noted = { ...rest, endedJobs: [...others, job].slice(-mostJobs) };
  if (job.asked) return noted;
  const said = remember(noted, at, `job ${job.name} ${howJobEnded(job)}`);
  return job.by === 'agent' ? addMessage(said, { kind: 'note', text: jobEndedWords(job), at }) : said;
}

function endedJob(
  { number, name, command, port = null, by = 'person' }: SideTerminal,
  how: Pick<EndedJob, 'exit' | 'signal' | 'screen' | 'asked' | 'at'>,
): EndedJob | null {
  return name === undefined || command === undefined ? null : { number, name, command, port, by, ...how };
}

/** A call of the agent's acts once. */
function called(session: Session, { request }: { request?: string | undefined }, at: number): Session {
  return request === undefined ? session : acted(session, request, at);
}
