import { resolve } from 'node:path';
import { Fault } from '../../core/fault.ts';
import { longestTaskFile } from '../../wire/backlog-requests.ts';
import type { Result } from '../../wire/requests.ts';
import { withDaemon } from '../connect-daemon.ts';
import { exitStatus } from '../exit-status.ts';
import { type Shell, environmentOf, print, printJson, remark } from '../shell.ts';
import { readText } from './task-flags.ts';

/** Flags of a file of tasks. */
export const queueFileFlags = [
  { flags: '--file <file>', does: 'a file of tasks: Markdown (a heading each) or YAML (a list); all or none' },
  { flags: '--dry-run', does: 'with --file: read it and say what would be queued' },
  {
    flags: '--again <which>',
    does: 'with --file, when tasks of it are queued already: new ones only, or all once more',
    choices: ['new', 'all'],
  },
] as const;

interface Order {
  readonly file: string;
  readonly dryRun: boolean;
  readonly again?: 'new' | 'all' | undefined;
  readonly json: boolean;
}

/** Queues a file of tasks; every mistake is printed with its line, and then nothing is queued. @throws Fault 'usage' */
export async function queueTaskFile(shell: Shell, { file, dryRun, again, json }: Order): Promise<void> {
  const text = readText(shell, file, '--file');
  if (text.length > longestTaskFile) {
    const message = `${file} has ${text.length} characters, at most ${longestTaskFile} are taken`;
    throw new Fault({ code: 'usage', message, hint: 'put long material into files of the repository' });
  }
  const name = file === '-' ? 'standard input.yaml' : resolve(shell.cwd, file);
  const order = {
    path: shell.cwd,
    file: name,
    text,
    dryRun,
    again: again ?? 'none',
    env: environmentOf(shell),
  } as const;
  const result = await withDaemon(shell, (connection) => connection.request('tasks/queue', order));
  if (result.errors.length > 0) shell.exit = exitStatus.refused;
  if (json) printJson(shell, result);
  else report(shell, { file, dryRun, result });
}

function report(
  shell: Shell,
  { file, dryRun, result }: { file: string; dryRun: boolean; result: Result<'tasks/queue'> },
): void {
  const { errors, tasks } = result;
  for (const { line, text } of errors) remark(shell, `${file}:${line}: ${text}`);
  if (errors.length > 0) {
    remark(
      shell,
      `signalbox: ${errors.length === 1 ? 'one mistake' : `${errors.length} mistakes`} in ${file}: nothing was queued`,
    );
    if (tasks.some(({ known }) => known !== null))
      remark(shell, 'signalbox: --again new queues what is new in it, --again all all of it once more');
    return;
  }
  for (const task of tasks) {
    const after = task.after.length === 0 ? '' : `  after ${task.after.map((id) => `#${id}`).join(', ')}`;
    if (task.session === null) print(shell, `#${task.known ?? '?'}  ${task.title}  (queued before)`);
    else if (dryRun) print(shell, `would be #${task.session}  ${task.title}${after}`);
    else print(shell, `#${task.session}  ${task.title}${after}`);
    for (const finding of task.lint) remark(shell, `${file}:${task.line}: lint: ${finding}`);
  }
}
