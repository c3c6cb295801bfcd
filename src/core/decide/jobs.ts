import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';
import type { JobStarter } from '../model/terminals.ts';
import type { World } from '../model/world.ts';
import { endsJobs, jobNamed, jobsOf, mostJobs, portFor } from '../rules/jobs.ts';
import { jobNameOf } from '../words/job-words.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';

/** Longest command of a job, characters. */
const longestCommand = 20_000;
const jobName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
/** What shows a session's work is a job of this name. */
const previewName = 'preview';

/** A job that is to run. `request`: the id of the agent's call, when an agent wants it. */
export interface WantedJob {
  readonly id: number;
  /** null: called after its command. */
  readonly name: string | null;
  /** null: the configured preview. */
  readonly command: string | null;
  readonly replace: boolean;
  readonly by: JobStarter;
  readonly request?: string;
}

/** Starts a job. One of the same name goes on and this is refused, unless it is to be replaced. */
export function startJob(world: World, wanted: WantedJob): Decision {
  return aboutSession(world, wanted.id, (session) => {
    const { by, request, replace } = wanted;
    if (hasActed(session, request)) return accept();
    const preview = world.repos[session.repo]?.config?.preview;
    const command = (wanted.command ?? preview)?.trim();
    const name = wanted.name ?? (wanted.command === null ? previewName : jobNameOf(wanted.command));
    if (command === undefined)
      return refuse(
        'no preview is configured',
        'preview: in .signalbox/config.yaml is its command; then signalbox trust',
      );
    if (command === '') return refuse('a job needs a command', 'signalbox job start -- npm run dev');
    if (command.length > longestCommand || command.includes('\0'))
      return refuse('this is no command for a job', 'put it into a script and start that');
    if (!jobName.test(name))
      return refuse(
        `${JSON.stringify(name)} is no name for a job`,
        'at most 32 letters, digits, dots, dashes, underscores',
      );
    const running = jobNamed(session, name);
    const port = portFor(session, { name, command, first: wanted.command === null });
    const opened = openedJob(world, { session, name, command, port, by, request });
    if (running !== undefined && !replace)
      return refuse(
        `the job ${name} of #${session.id} runs already: ${running.command}`,
        'restart it, or start it with --replace',
      );
    return mayStart(session, name) ?? accept(...closed(session, name), opened);
  });
}

/** Starts a job again with the command it had, whether it runs or has ended; it keeps its port. */
export function restartJob(
  world: World,
  { id, name, by, request }: { id: number; name: string; by: JobStarter; request?: string },
): Decision {
  return aboutSession(world, id, (session) => {
    if (hasActed(session, request)) return accept();
    const known = jobNamed(session, name) ?? session.endedJobs.find((job) => job.name === name);
    if (known === undefined) return unknownJob(session, name);
    const { command, port = null } = known;
    const opened = openedJob(world, { session, name, command, port, by: known.by ?? by, request });
    return mayStart(session, name) ?? accept(...closed(session, name), opened);
  });
}

/** Ends a job with all that it has started. */
export function stopJob(world: World, { id, name, request }: { id: number; name: string; request?: string }): Decision {
  return aboutSession(world, id, (session) => {
    if (hasActed(session, request)) return accept();
    const events = closed(session, name);
    if (events.length > 0) return accept(...events.map((event) => ({ ...event, ...called(request) })));
    const ended =
      session.terminals.some((one) => one.name === name) || session.endedJobs.some((one) => one.name === name);
    return ended ? refuse(`the job ${name} of #${id} has ended already`) : unknownJob(session, name);
  });
}

function unknownJob(session: Session, name: string): Decision {
  const names = [...jobsOf(session), ...session.endedJobs].map((job) => job.name);
  const known =
    names.length === 0 ? 'signalbox job start -- CMD starts one' : `jobs: ${[...new Set(names)].join(', ')}`;
  return refuse(`#${session.id} has no job ${name}`, known);
}

function mayStart(session: Session, name: string): Decision | null {
  const { id, state, worktree } = session;
  if (worktree === null) return refuse(`#${id} has no worktree yet`, 'it gets one when it starts');
  if (endsJobs(session)) {
    const hint = state === 'stopped' ? `signalbox resume ${id} goes on with it` : `its worktree is ${worktree.path}`;
    return refuse(`#${id} is ${state}, and its jobs have ended with it`, hint);
  }
  const others = jobsOf(session).filter((job) => job.name !== name);
  if (others.length < mostJobs) return null;
  return refuse(
    `#${id} has ${others.length} jobs already: ${others.map((job) => job.name).join(', ')}`,
    'stop one first',
  );
}

type Opened = Extract<Event, { type: 'terminal.opened' }>;

function openedJob(
  world: World,
  job: { session: Session; request: string | undefined } & Required<Pick<Opened, 'name' | 'command' | 'port' | 'by'>>,
): Opened {
  const { session, request, ...about } = job;
  const terminal = world.nextTerminal;
  return {
    type: 'terminal.opened',
    session: session.id,
    terminal,
    kind: 'job',
    file: null,
    line: null,
    ...about,
    ...called(request),
  };
}

function closed(session: Session, name: string): Extract<Event, { type: 'terminal.closed' }>[] {
  const running = jobNamed(session, name);
  return running === undefined ? [] : [{ type: 'terminal.closed', session: session.id, terminal: running.number }];
}

function called(request: string | undefined): { request?: string } {
  return request === undefined ? {} : { request };
}

function hasActed(session: Session, request: string | undefined): boolean {
  return request !== undefined && session.requests.includes(request);
}
