import { restartJob, startJob, stopJob } from '../../core/decide/jobs.ts';
import type { Decision } from '../../core/decide/decision.ts';
import { Fault } from '../../core/fault.ts';
import { sessionsOf, type World } from '../../core/model/world.ts';
import { jobNamed } from '../../core/rules/jobs.ts';
import { listJobs } from '../../core/words/list-jobs.ts';
import { jobAddress } from '../../core/words/job-words.ts';
import { openLog } from '../../runner/log/log-reader.ts';
import type { jobRequests } from '../../wire/job-requests.ts';
import { terminalFolder } from '../../wire/places.ts';
import type { Params, Result } from '../../wire/requests.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { plainText } from '../picture/plain-tail.ts';
import { decided } from './tasks.ts';

type Started = Result<'job/start'>;

/** Jobs as the person has them. */
export function jobAnswers(crew: Crew): Answers<keyof typeof jobRequests> {
  const { ledger } = crew;
  return {
    'job/start': ({ session: id, name, command, replace = false }) => {
      const known = command === null && !replace ? runningPreview(crew, id, name) : null;
      if (known !== null) return known;
      return started(crew, {
        id,
        decide: (world) => startJob(world, { id, name, command, replace, by: 'person' }),
      });
    },
    'job/stop': ({ session: id, name }) => decided(ledger.decide((world) => stopJob(world, { id, name }))),
    'job/restart': ({ session: id, name }) =>
      started(crew, { id, decide: (world) => restartJob(world, { id, name, by: 'person' }) }),
    'job/list': ({ session }) => {
      const sessions = session === null ? sessionsOf(ledger.world) : [ledger.session(session)];
      return { jobs: sessions.flatMap(listJobs) };
    },
    'job/log': ({ session, ...asked }) => jobLog(crew, session, asked),
  };
}

type AgentNames = 'agent/job-start' | 'agent/job-stop' | 'agent/job-restart' | 'agent/job-list' | 'agent/job-log';

/** The same for one session's agent; a call that has acted before acts no second time. */
export function agentJobAnswers(crew: Crew, id: number): Answers<AgentNames> {
  const { ledger } = crew;
  return {
    'agent/job-start': ({ request, name, command, replace }) =>
      started(crew, {
        id,
        request,
        decide: (world) => startJob(world, { id, name, command, replace, by: 'agent', request }),
      }),
    'agent/job-stop': ({ request, name }) => decided(ledger.decide((world) => stopJob(world, { id, name, request }))),
    'agent/job-restart': ({ request, name }) =>
      started(crew, {
        id,
        request,
        decide: (world) => restartJob(world, { id, name, by: 'agent', request }),
      }),
    'agent/job-list': () => ({ jobs: listJobs(ledger.session(id)) }),
    'agent/job-log': ({ name, from, limit }) => jobLog(crew, id, { name, from, limit }),
  };
}

/** Decides, and says what was started by it. */
function started(
  { ledger }: Crew,
  { id, decide, request }: { id: number; decide: (world: World) => Decision; request?: string },
): Started {
  const repeated = request !== undefined && ledger.session(id).requests.includes(request);
  ledger.decide(decide);
  const { terminals, endedJobs } = ledger.session(id);
  // What it was called is known by its number: the highest one is the newest.
  const all = [...terminals.filter(({ kind }) => kind === 'job'), ...endedJobs];
  const newest = all.toSorted((a, b) => b.number - a.number)[0];
  if (newest === undefined) throw new Fault({ code: 'refused', message: 'that job is over' });
  const { number: terminal, name = '', command = '', port = null } = newest;
  return { name, command, terminal, port, address: addressOf(port), running: repeated };
}

function runningPreview({ ledger }: Crew, id: number, name: string | null): Started | null {
  const job = jobNamed(ledger.session(id), name ?? 'preview');
  if (job === undefined) return null;
  const { number: terminal, command, port = null } = job;
  return { name: job.name, command, terminal, port, address: addressOf(port), running: true };
}

function addressOf(port: number | null): string | null {
  return port === null ? null : jobAddress(port);
}

/** What a job has printed, also one that has ended. */
function jobLog(
  { ledger, places }: Crew,
  id: number,
  { name, from, limit }: Omit<Params<'job/log'>, 'session'>,
): Result<'job/log'> {
  const session = ledger.session(id);
  const job = listJobs(session).find((known) => known.name === name);
  if (job === undefined) {
    const names = listJobs(session).map((known) => known.name);
    const hint = names.length === 0 ? 'it has none' : `jobs: ${names.join(', ')}`;
    throw new Fault({ code: 'not-found', message: `#${id} has no job ${name}`, hint });
  }
  const running = job.state === 'running' || job.state === 'ending';
  const log = openLog(terminalFolder(places, id, job.terminal));
  const first = Math.max(log.start, from ?? log.end - limit);
  const bytes = log.read(first, limit);
  // Whole lines only, while the rest of the last one may still come.
  const whole = from !== null && running ? bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1) : bytes;
  const cut = from === null ? first > 0 : first > from;
  return { ...plainText(whole, cut), end: first + whole.length, running };
}
