import type { Params, Result } from '../../wire/requests.ts';
import { callAsAgent } from '../call-as-agent.ts';
import { withDaemon } from '../connect-daemon.ts';
import type { Shell } from '../shell.ts';

/** The jobs of one session, as whoever stands at the command line reaches them. */
export interface JobCalls {
  start(job: { name: string | null; command: string; replace: boolean }): Promise<Result<'job/start'>>;
  stop(name: string): Promise<unknown>;
  restart(name: string): Promise<Result<'job/restart'>>;
  list(): Promise<Result<'job/list'>>;
  log(asked: Omit<Params<'job/log'>, 'session'>): Promise<Result<'job/log'>>;
}

/** Inside a session: its own jobs, through its own socket. */
export function ownJobs(shell: Shell): JobCalls {
  return {
    start: (job) => callAsAgent(shell, 'agent/job-start', (request) => ({ request, ...job })),
    stop: (name) => callAsAgent(shell, 'agent/job-stop', (request) => ({ request, name })),
    restart: (name) => callAsAgent(shell, 'agent/job-restart', (request) => ({ request, name })),
    list: () => callAsAgent(shell, 'agent/job-list', (request) => ({ request })),
    log: (asked) => callAsAgent(shell, 'agent/job-log', (request) => ({ request, ...asked })),
  };
}

/** Outside: the person's way to any session's. */
export function jobsOf(shell: Shell, session: number): JobCalls {
  return {
    start: (job) => withDaemon(shell, (daemon) => daemon.request('job/start', { session, ...job })),
    stop: (name) => withDaemon(shell, (daemon) => daemon.request('job/stop', { session, name })),
    restart: (name) => withDaemon(shell, (daemon) => daemon.request('job/restart', { session, name })),
    list: () => withDaemon(shell, (daemon) => daemon.request('job/list', { session })),
    log: (asked) => withDaemon(shell, (daemon) => daemon.request('job/log', { session, ...asked })),
  };
}
