import type { Event } from '../model/events.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Session } from '../model/session.ts';
import type { Task } from '../model/task.ts';
import type { World } from '../model/world.ts';
import { cycleWords, dependencyCycle } from '../rules/dependencies.ts';
import { openProposals } from '../rules/lead.ts';
import { untrusted } from './backlog.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';
import { wrongTask } from './new-task.ts';

/** Proposals of one lead that may wait for the person, and that it may make in all: more is a loop, not a plan. */
export const mostOpenProposals = 20;
const mostProposals = 200;
const longestWhy = 2000;

/** What a lead proposes in one call. */
export type Proposed = Pick<Proposal, 'task' | 'afterProposals' | 'why'>;

/** A lead proposes tasks. A call that has acted before acts no second time. */
export function proposeTasks(
  world: World,
  {
    id,
    request,
    proposals,
    agents,
  }: { id: number; request: string; proposals: readonly Proposed[]; agents: readonly string[] },
): Decision {
  return aboutSession(world, id, (session) => {
    if (session.requests.includes(request)) return accept();
    const no = mayNotPropose(session) ?? tooMany(session, proposals.length);
    if (no !== null) return no;
    const config = world.repos[session.repo]?.config ?? null;
    if (config === null) return { refused: untrusted };
    const tasks = proposals.map((each) => ({ ...each, task: childTask(each.task, session.id) }));
    const first = session.proposals.length + 1;
    for (const [at, { task, afterProposals, why }] of tasks.entries()) {
      const wrong = wrongTask(task, { world, config, agents });
      if (wrong !== null) return { refused: { ...wrong, message: `"${task.title}": ${wrong.message}` } };
      if ((why ?? '').length > longestWhy) return refuse(`"${task.title}": the reason is too long`);
      const strange = afterProposals.find(
        (number) => !isKnown(number, { first, count: tasks.length, self: first + at }),
      );
      if (strange !== undefined)
        return refuse(
          `"${task.title}" cannot come after proposal ${strange}`,
          strange === first + at ? 'that is itself' : `the next proposals are ${first} to ${first + tasks.length - 1}`,
        );
    }
    const loop = proposalCycle([...session.proposals, ...tasks.map((each, at) => ({ ...each, number: first + at }))]);
    if (loop !== null) return refuse(`proposals ${loop.join(' and ')} would wait for each other`);
    return accept({ type: 'task.proposed', session: id, request, proposals: tasks });
  });
}

function isKnown(number: number, { first, count, self }: { first: number; count: number; self: number }): boolean {
  return number >= 1 && number < first + count && number !== self;
}

/** What a proposal becomes is its lead's, and leads nobody itself. */
function childTask({ lead: _lead, source: _source, ...task }: Task, parent: number): Task {
  return { ...task, title: task.title.trim(), parent };
}

function mayNotPropose(session: Session): Decision | null {
  if (session.task.lead !== true)
    return refuse(
      'this session is no lead: it cannot propose tasks',
      'do your own task; put what else you found into your summary',
    );
  if (session.state !== 'working' && session.state !== 'asking')
    return refuse(`this session is ${session.state}`, 'propose while you work on it');
  return null;
}

function tooMany(session: Session, more: number): Decision | null {
  const open = openProposals(session).length;
  if (open + more > mostOpenProposals)
    return refuse(
      `${open} proposals wait for the person already, at most ${mostOpenProposals} may`,
      'end your turn: you hear what became of them',
    );
  if (session.proposals.length + more > mostProposals)
    return refuse(`this session has proposed ${session.proposals.length} tasks, at most ${mostProposals} are taken`);
  return null;
}

function proposalCycle(proposals: readonly Pick<Proposal, 'number' | 'afterProposals'>[]): number[] | null {
  const after = new Map(proposals.map(({ number, afterProposals }) => [number, afterProposals]));
  for (const { number } of proposals) {
    const seen = new Set<number>();
    const open = [...(after.get(number) ?? [])];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === number) return [number, ...[...seen].filter((other) => after.get(other)?.includes(number))];
      if (seen.has(at)) continue;
      seen.add(at);
      open.push(...(after.get(at) ?? []));
    }
  }
  return null;
}

/** One accepted proposal; `task`: as the person has rewritten it. */
export interface Accepted {
  readonly number: number;
  readonly task?: Task | undefined;
}

/**
 * The person lets proposals become tasks: all of those named, or none. What each comes after is kept; a proposal that
 * comes after one that is not accepted (yet) is refused, unless the person rewrote it.
 */
export function acceptProposals(
  world: World,
  { id, accepted, agents }: { id: number; accepted: readonly Accepted[]; agents: readonly string[] },
): Decision {
  return aboutSession(world, id, (lead) => {
    const config = world.repos[lead.repo]?.config ?? null;
    if (config === null) return { refused: untrusted };
    if (lead.state === 'discarded') return refuse(`#${id} was discarded, its proposals with it`);
    const events: Event[] = [];
    const placed: { id: number; after: readonly number[]; parent: number }[] = [];
    const tasks = new Map(lead.proposals.map(({ number, decided }) => [number, decided?.session ?? null]));
    for (const { number, task: rewritten, proposal } of inOrder(lead, accepted)) {
      const wrong = undecided(lead, number, proposal);
      if (wrong !== null || proposal === null) return wrong ?? accept();
      const waits =
        rewritten === undefined ? proposal.afterProposals.find((other) => tasks.get(other) === null) : undefined;
      if (waits !== undefined) return comesAfter(lead, { number, waits });
      const session = world.nextId + placed.length;
      const before = proposal.afterProposals.flatMap((other) => tasks.get(other) ?? []);
      const base = rewritten === undefined ? proposal.task : childTask(rewritten, id);
      const task = { ...base, after: [...new Set([...base.after, ...before])] };
      const fault = wrongTask({ ...task, after: base.after }, { world, config, agents });
      if (fault !== null) return { refused: { ...fault, message: `proposal ${number}: ${fault.message}` } };
      tasks.set(number, session);
      placed.push({ id: session, after: task.after, parent: id });
      events.push(
        { type: 'task.created', session, repo: lead.repo, task },
        { type: 'proposal.decided', session: id, proposal: number, task: session, note: null },
      );
    }
    const cycle = dependencyCycle(world, placed);
    if (cycle !== null)
      return refuse(`${cycleWords(cycle)}: a lead waits for its tasks`, 'edit it: take the dependency out');
    return accept(...events);
  });
}

/** Those that others come after, first. */
function inOrder(lead: Session, accepted: readonly Accepted[]): (Accepted & { proposal: Proposal | null })[] {
  const open = accepted
    .filter(({ number }, at) => accepted.findIndex((other) => other.number === number) === at)
    .toSorted((a, b) => a.number - b.number)
    .map((each) => ({ ...each, proposal: lead.proposals.find(({ number }) => number === each.number) ?? null }));
  const sorted: typeof open = [];
  while (open.length > 0) {
    const next = open.findIndex(
      ({ proposal }) => !open.some((other) => proposal?.afterProposals.includes(other.number) === true),
    );
    sorted.push(...open.splice(Math.max(0, next), 1));
  }
  return sorted;
}

function undecided(lead: Session, number: number, proposal: Proposal | null): Decision | null {
  if (proposal === null)
    return refuse(`#${lead.id} has no proposal ${number}`, `signalbox proposals ${lead.id} shows them`);
  const { decided } = proposal;
  if (decided === null) return null;
  return refuse(
    `proposal ${number} of #${lead.id} was ${decided.session === null ? 'refused' : `accepted as #${decided.session}`} already`,
  );
}

function comesAfter(lead: Session, { number, waits }: { number: number; waits: number }): Decision {
  const other = lead.proposals.find((each) => each.number === waits);
  if (other?.decided != null)
    return refuse(`proposal ${number} comes after proposal ${waits}, which was refused`, 'edit it, or refuse it too');
  return refuse(
    `proposal ${number} comes after proposal ${waits}, which is undecided`,
    `accept both: signalbox accept ${lead.id} ${waits} ${number}`,
  );
}

/** The person refuses proposals; the lead is told, with the note. */
export function refuseProposals(
  world: World,
  { id, numbers, note }: { id: number; numbers: readonly number[]; note: string | null },
): Decision {
  return aboutSession(world, id, (lead) => {
    const events: Event[] = [];
    for (const number of new Set(numbers)) {
      const proposal = lead.proposals.find((each) => each.number === number) ?? null;
      const wrong = undecided(lead, number, proposal);
      if (wrong !== null) return wrong;
      events.push({ type: 'proposal.decided', session: id, proposal: number, task: null, note });
    }
    return accept(...events);
  });
}
