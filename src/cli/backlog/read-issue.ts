import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import type { Issue } from '../../core/words/issue-task.ts';
import type { Shell } from '../shell.ts';

const limitMs = 60_000;
const mostCharacters = 4_000_000;
const get = 'install it from https://cli.github.com and log in with gh auth login';

const issueSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  url: z.string(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  comments: z.array(z.object({ body: z.string(), author: z.object({ login: z.string() }).nullish() })).nullish(),
});

/** Reads an issue of the repository that the shell stands in through `gh`. @throws Fault 'environment' in one sentence */
export async function readIssue(
  shell: Shell,
  { number, comments }: { number: number; comments: boolean },
): Promise<Issue> {
  const program = findGh(shell.env['PATH']);
  if (program === null)
    throw new Fault({
      code: 'environment',
      message: `issue ${number} is read through gh, which is not on PATH`,
      hint: get,
    });
  const fields = ['number', 'title', 'body', 'labels', 'url', ...(comments ? ['comments'] : [])].join(',');
  const { exit, stdout, stderr } = await run(shell, program, ['issue', 'view', String(number), '--json', fields]);
  if (exit !== 0) {
    const said = `${stderr}\n${stdout}`.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
    const loggedOut = /auth login|not logged|authentication|GH_TOKEN/iu.test(stderr);
    throw new Fault({
      code: 'environment',
      message: `gh does not give issue ${number}${said === '' ? '' : ` (${said})`}`,
      hint: loggedOut ? 'log in with gh auth login' : `try gh issue view ${number} here`,
    });
  }
  const read = issueSchema.safeParse(json(stdout));
  if (!read.success)
    throw new Fault({
      code: 'environment',
      message: `gh answers about issue ${number} what nobody understands`,
      hint: 'gh 2.20 or newer is needed',
    });
  const { title, body, url, labels, comments: said } = read.data;
  return {
    number: read.data.number,
    title,
    body: body ?? '',
    url,
    labels: (labels ?? []).map(({ name }) => name),
    comments: (said ?? []).map((comment) => ({ author: comment.author?.login ?? '', body: comment.body })),
  };
}

/** Never one that lies in a folder that somebody works in: entries that are not absolute are passed over. */
function findGh(path: string | undefined): string | null {
  const files = (path ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'gh'));
  return files.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function run(
  shell: Shell,
  program: string,
  args: readonly string[],
): Promise<{ exit: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const quiet = { GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' };
    const child = spawn(program, args, {
      cwd: shell.cwd,
      env: { ...shell.env, ...quiet },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout = (stdout + chunk.toString('utf8')).slice(0, mostCharacters)));
    child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(0, mostCharacters)));
    child.once('error', (error) => resolve({ exit: null, stdout, stderr: error.message }));
    child.once('close', (exit) => resolve({ exit, stdout, stderr }));
  });
}
