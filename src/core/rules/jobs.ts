import { type Session, isOver } from '../model/session.ts';
import type { EndedJob, SideTerminal } from '../model/terminals.ts';

/** Jobs of one session that may run at a time: one that starts them in a loop is stopped here. */
export const mostJobs = 8;

/** A job that was called for and has not ended. */
export interface Job extends SideTerminal {
  readonly name: string;
  readonly command: string;
}

function isJob(terminal: SideTerminal): terminal is Job {
  return terminal.kind === 'job' && terminal.name !== undefined && terminal.command !== undefined;
}

/** Jobs that run or are about to; one that is being ended is not among them. */
export function jobsOf(session: Pick<Session, 'terminals'>): readonly Job[] {
  return session.terminals.filter(isJob).filter(({ closing }) => !closing);
}

/** The job of this name that runs or is about to. */
export function jobNamed(session: Pick<Session, 'terminals'>, name: string): Job | undefined {
  return jobsOf(session).find((job) => job.name === name);
}

/** Jobs that died, nobody asked for it, and were not started anew. */
export function deadJobs(session: Pick<Session, 'endedJobs'>): readonly EndedJob[] {
  return session.endedJobs.filter(hasDied);
}

/** Whether a job that ended did so of itself, and not because its work was done. */
export function hasDied({ asked, exit }: Pick<EndedJob, 'asked' | 'exit'>): boolean {
  return !asked && exit !== 0;
}

/** Whether a session's jobs are to end: they end with it, and outlive its agent, its turns and its review. */
export function endsJobs(session: Session): boolean {
  return isOver(session) || session.state === 'stopped';
}

/** Whether a program beside the agent is to end: it was closed, or what it stands in is over. */
export function isToEnd(session: Session, terminal: SideTerminal): boolean {
  return terminal.closing || (terminal.kind === 'job' ? endsJobs(session) : isOver(session));
}

/** Another job of the same name that has to end first: both would want the same port and the same files. */
export function waitsForOther(session: Session, { kind, name, number }: SideTerminal): boolean {
  return kind === 'job' && session.terminals.some((other) => other.name === name && other.number < number);
}

const sessionsPort = /\$\{?SIGNALBOX_PORT\b/;

/**
 * The port of a job's own out of the session's range: the one that its command names, else one that no other job has. The
 * session's first port is left to the agent, and to what shows its work. null: there is none.
 */
export function portFor(
  session: Session,
  { name, command, first }: { name: string; command: string; first: boolean },
): number | null {
  const { ports } = session;
  if (ports === null) return null;
  const all = Array.from({ length: ports.count }, (_, index) => ports.first + index);
  if (sessionsPort.test(command)) return ports.first;
  const numbers = new Set((command.match(/\d+/g) ?? []).map(Number));
  const named = all.find((port) => numbers.has(port));
  if (named !== undefined) return named;
  const others = new Set(jobsOf(session).flatMap((job) => (job.name === name ? [] : [job.port ?? 0])));
  const inOrder = first ? all : all.slice(1);
  return inOrder.find((port) => !others.has(port)) ?? null;
}
