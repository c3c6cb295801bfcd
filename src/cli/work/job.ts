import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { shellWord } from '../../core/words/shell-word.ts';
import type { Result } from '../../wire/requests.ts';
import { type JobCalls, jobsOf, ownJobs } from '../agent/job.ts';
import { commandEntry, commandGroup, isInsideSession } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { jobLines } from '../job-lines.ts';
import { parseId } from '../parse-words.ts';
import { type Shell, print, printJson, printRaw, remark } from '../shell.ts';

/** The newest so many bytes are shown. */
const logBytes = 1024 * 1024;
/** How often a log that is followed is looked at, ms. */
const lookMs = 300;

/** In a session the jobs are its own; a person names the session first. */
function aimed(shell: Shell, words: readonly string[]): { calls: JobCalls; session: number | null; rest: string[] } {
  if (isInsideSession(shell)) return { calls: ownJobs(shell), session: null, rest: [...words] };
  const [id, ...rest] = words;
  const session = parseId(id);
  return { calls: jobsOf(shell, session), session, rest };
}

function nameIn(rest: readonly string[]): string {
  const [name] = rest;
  if (name !== undefined && name !== '' && rest.length === 1) return name;
  throw new Fault({ code: 'usage', message: 'one job has to be named', hint: 'signalbox job list shows them' });
}

/** One word is a command line for the shell; several are a program and its arguments. */
function commandIn(words: readonly string[]): string {
  if (words.length > 0) return words.length === 1 ? (words[0] ?? '') : words.map(shellWord).join(' ');
  throw new Fault({ code: 'usage', message: 'a job needs a command', hint: 'signalbox job start [ID] -- npm run dev' });
}

function sayStarted(shell: Shell, { name, address, port }: Result<'job/start'>, session: number | null): void {
  const own = session === null ? '' : `${session} `;
  print(shell, `job ${name} runs${address === null ? '' : `: ${address} (SIGNALBOX_JOB_PORT=${port ?? ''})`}`);
  print(shell, `signalbox job log ${own}${name} shows what it prints`);
}

const start = commandEntry({
  name: 'start',
  words: '[words...]',
  does: 'run a command beside the agent: [ID] -- CMD...; it outlives the agent and ends with the session',
  audience: 'anyone',
  flags: [
    { flags: '--name <name>', does: 'what it is called; default: after its command' },
    { flags: '--replace', does: 'end the one of this name first' },
  ],
  options: z.object({ name: z.string().min(1).optional(), replace: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const { calls, session, rest } = aimed(shell, words);
    const command = commandIn(rest);
    const job = await calls.start({ name: options.name ?? null, command, replace: options.replace });
    if (json) printJson(shell, job);
    else sayStarted(shell, job, session);
  },
});

const list = commandEntry({
  name: 'list',
  words: '[id]',
  does: 'jobs with their state, port and command: of one session, or of all',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, words, json }) {
    const all = !isInsideSession(shell) && words[0] === undefined;
    const { jobs } = all
      ? await withDaemon(shell, (daemon) => daemon.request('job/list', { session: null }))
      : await aimed(shell, words).calls.list();
    if (json) printJson(shell, jobs);
    else if (jobs.length === 0) print(shell, 'no jobs: signalbox job start [ID] -- CMD starts one');
    else print(shell, ...jobLines(jobs, shell.stdout.isTTY ? shell.stdout.columns : 200));
  },
});

const log = commandEntry({
  name: 'log',
  words: '[words...]',
  does: 'what a job printed, as plain text: [ID] NAME; also of one that ended',
  audience: 'anyone',
  flags: [{ flags: '--follow', does: 'go on until it ends' }],
  options: z.object({ follow: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const { calls, rest } = aimed(shell, words);
    const name = nameIn(rest);
    let part = await calls.log({ name, from: null, limit: logBytes });
    if (json) {
      printJson(shell, { name, ...part });
      return;
    }
    if (part.truncated) remark(shell, 'signalbox: only the newest lines are shown');
    show(shell, part.text);
    while (options.follow && part.running) {
      await pause(lookMs);
      part = await calls.log({ name, from: part.end, limit: logBytes });
      show(shell, part.text);
    }
  },
});

function show(shell: Shell, text: string): void {
  if (text !== '') printRaw(shell, text.endsWith('\n') ? text : `${text}\n`);
}

const stop = commandEntry({
  name: 'stop',
  words: '[words...]',
  does: 'end a job with all that it has started: [ID] NAME',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, words, json }) {
    const { calls, rest } = aimed(shell, words);
    const name = nameIn(rest);
    await calls.stop(name);
    if (json) printJson(shell, { name, state: 'ending' });
    else print(shell, `job ${name} is being stopped`);
  },
});

const restart = commandEntry({
  name: 'restart',
  words: '[words...]',
  does: 'start a job again with the command it had: [ID] NAME; it keeps its port',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, words, json }) {
    const { calls, session, rest } = aimed(shell, words);
    const job = await calls.restart(nameIn(rest));
    if (json) printJson(shell, job);
    else sayStarted(shell, job, session);
  },
});

/** Programs that a session needs beside its agent: its own in a session, any session's outside of one. */
export const jobCommand = commandGroup({
  name: 'job',
  does: 'dev servers and watchers beside an agent, each with its own port and log',
  commands: [start, list, log, stop, restart],
});
