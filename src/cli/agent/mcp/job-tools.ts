import { z } from 'zod';
import { howJobEnded } from '../../../core/words/job-words.ts';
import type { ListedJob } from '../../../wire/job-requests.ts';
import { type Tool, tool } from './tool.ts';

/** How much of a job's output an agent reads at a time, bytes. */
const logBytes = 16_384;

const name = z.string().trim().min(1).describe('its name');

const jobStart = tool({
  name: 'job_start',
  does: 'Run a dev server or watcher beside you, in your worktree: it outlives your turn and your process, and has a port of its own in SIGNALBOX_JOB_PORT. Use this, not a background command of your own. With a name that runs already and replace it is started anew.',
  input: z.object({
    command: z.string().trim().min(1).describe('a shell command line'),
    name: z.string().trim().min(1).optional().describe('a short name; default: after the command'),
    replace: z.boolean().optional().describe('end the one of this name first'),
  }),
  async run({ command, name: called = null, replace = false }, call) {
    const job = await call('agent/job-start', (request) => ({ request, command, name: called, replace }));
    const where = job.address === null ? '' : `; its port is ${job.port ?? ''}: ${job.address}`;
    return `job ${job.name} is started${where}. job_log shows what it prints; you are told if it ends.`;
  },
});

const jobList = tool({
  name: 'job_list',
  does: 'The jobs of this session with their state, port and command.',
  input: z.object({}),
  async run(_input, call) {
    const { jobs } = await call('agent/job-list', (request) => ({ request }));
    return jobs.length === 0 ? 'no jobs' : jobs.map(jobLine).join('\n');
  },
});

const jobLog = tool({
  name: 'job_log',
  does: 'The last output of a job, also of one that has ended.',
  input: z.object({ name }),
  async run({ name: called }, call) {
    const { text } = await call('agent/job-log', (request) => ({ request, name: called, from: null, limit: logBytes }));
    return text.trim() === '' ? 'it has printed nothing' : text;
  },
});

const jobStop = tool({
  name: 'job_stop',
  does: 'End a job with all that it has started.',
  input: z.object({ name }),
  async run({ name: called }, call) {
    await call('agent/job-stop', (request) => ({ request, name: called }));
    return 'it is being stopped';
  },
});

function jobLine(job: ListedJob): string {
  const how =
    job.state === 'died' || job.state === 'ended' ? howJobEnded({ ...job, asked: job.state === 'ended' }) : '';
  const state = how === '' ? job.state : how;
  return `${job.name}: ${state}${job.address === null ? '' : `, ${job.address}`}, ${job.command}`;
}

/** Programs beside an agent. */
export const jobTools: readonly Tool[] = [jobStart, jobList, jobLog, jobStop];
