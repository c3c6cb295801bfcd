import { type Proposed, proposeTasks } from '../../core/decide/proposals.ts';
import { Fault } from '../../core/fault.ts';
import type { RepositoryConfig } from '../../core/model/config.ts';
import type { Session } from '../../core/model/session.ts';
import type { Repo } from '../../core/model/world.ts';
import { sessionsOf } from '../../core/model/world.ts';
import { openProposals } from '../../core/rules/lead.ts';
import type { Params, Result } from '../../wire/requests.ts';
import type { FileError } from '../backlog/entries.ts';
import { lintSentences } from '../backlog/match-scope.ts';
import { readTasks } from '../backlog/read-tasks.ts';
import { taskOfEntry } from '../backlog/task-of-entry.ts';
import { agentNamed } from '../backlog/written-task.ts';
import type { Crew } from '../crew.ts';
import { agentsOf, defaultAgent } from '../setting/agent-command.ts';

type Order = Params<'agent/propose'>;

/** What one session's agent proposes; the same call again gets the same answer. */
export async function propose(crew: Crew, id: number, order: Order): Promise<Result<'agent/propose'>> {
  const { ledger, places } = crew;
  const lead = ledger.session(id);
  if (!lead.requests.includes(order.request)) {
    const repo = ledger.world.repos[lead.repo];
    const config = repo?.config ?? null;
    if (config === null) throw new Fault({ code: 'untrusted', message: 'the repository is not trusted any more' });
    const agents = Object.keys(agentsOf(places, config));
    const proposals = read({ crew, lead, config }, order);
    ledger.decide((world) => proposeTasks(world, { id, request: order.request, proposals, agents }));
  }
  const session = ledger.session(id);
  const own = session.proposals.filter(({ request }) => request === order.request);
  const repo = ledger.world.repos[session.repo];
  return {
    proposals: await Promise.all(own.map((each) => answered(crew, { each, repo }))),
    open: openProposals(session).length,
  };
}

async function answered(
  crew: Crew,
  { each, repo }: { each: Session['proposals'][number]; repo: Repo | undefined },
): Promise<Result<'agent/propose'>['proposals'][number]> {
  const { number, task } = each;
  return { number, title: task.title, lint: repo === undefined ? [] : await lintSentences(crew, { repo, task }) };
}

interface Asking {
  readonly crew: Crew;
  readonly lead: Session;
  readonly config: RepositoryConfig;
}

/** Who does what names nobody: as for every task the configured one, else the lead's own. */
function usual({ crew, lead, config }: Asking): string {
  return defaultAgent(crew.places, config) ?? lead.task.agent;
}

function read(asking: Asking, { tasks, file }: Order): Proposed[] {
  const first = asking.lead.proposals.length + 1;
  if (file !== null) return fromFile(asking, { file, first });
  if (tasks.length === 0)
    throw new Fault({ code: 'refused', message: 'nothing is proposed', hint: 'give a title and a prompt' });
  return tasks.map(({ after, why, agent, done, ...task }) => ({
    task: {
      ...task,
      after: [],
      agent: agentNamed(asking.crew, asking.config, agent ?? usual(asking)),
      ...(done.length === 0 ? {} : { done }),
    },
    afterProposals: after.map((each) => proposalNumber(each, { tasks, first, before: asking.lead.proposals })),
    why,
  }));
}

function proposalNumber(
  each: number | string,
  { tasks, first, before }: { tasks: Order['tasks']; first: number; before: Session['proposals'] },
): number {
  if (typeof each === 'number') return each;
  if (/^#?\d+$/u.test(each.trim())) return Number(each.trim().replace('#', ''));
  const name = each.trim().toLowerCase();
  const place = tasks.findIndex(({ title }) => title.trim().toLowerCase() === name);
  const earlier = before.find(({ task }) => task.title.toLowerCase() === name);
  if (place !== -1) return first + place;
  if (earlier !== undefined) return earlier.number;
  throw new Fault({
    code: 'refused',
    message: `there is no proposal "${each}"`,
    hint: 'after names titles of this call, or numbers of earlier proposals',
  });
}

function fromFile(
  { crew, lead, config }: Asking,
  { file, first }: { file: NonNullable<Order['file']>; first: number },
): Proposed[] {
  const sessions = sessionsOf(crew.ledger.world).filter(
    ({ repo, state }) => repo === lead.repo && state !== 'discarded',
  );
  const { entries, after, errors } = readTasks(file.text, { name: file.name, sessions });
  const wrong: FileError[] = [...errors];
  const proposals = entries.map((entry, at): Proposed => {
    const placed = after[at] ?? { tasks: [], sessions: [] };
    const named = { ...entry, agent: entry.agent ?? usual({ crew, lead, config }) };
    const task = { ...taskOfEntry({ crew, config, errors: wrong }, named), after: [...placed.sessions] };
    return { task, afterProposals: placed.tasks.map((other) => first + other), why: file.why };
  });
  const [one] = wrong;
  if (one === undefined) return proposals;
  const more = wrong.length === 1 ? '' : ` (and ${wrong.length - 1} more)`;
  throw new Fault({ code: 'refused', message: `${file.name}:${one.line}: ${one.text}${more}` });
}
