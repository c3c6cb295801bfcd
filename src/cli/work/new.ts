import { z } from 'zod';
import { waitsFor } from '../../core/rules/admission.ts';
import { issueTask } from '../../core/words/issue-task.ts';
import { Fault } from '../../core/fault.ts';
import { readIssue } from '../backlog/read-issue.ts';
import { queueFileFlags, queueTaskFile } from '../backlog/queue-task-file.ts';
import { flaggedTask, namesTitles, promptOf, sessionsNamed, taskFlags, taskOptions } from '../backlog/task-flags.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseNumber } from '../parse-words.ts';
import { repositoryHere, sessionIn } from '../repository-here.ts';
import { environmentOf, print, printJson, remark } from '../shell.ts';

const options = taskOptions.extend({
  lead: z.boolean().default(false),
  file: z.string().optional(),
  dryRun: z.boolean().default(false),
  again: z.enum(['new', 'all']).optional(),
  issue: z.string().optional(),
  comments: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

/** Queues a task and prints its number; or a file of them, or an issue. */
export const newCommand = commandEntry({
  name: 'new',
  words: '[title]',
  does: 'queue a task, a file of tasks or an issue; prints the number, and on stderr what the task lacks',
  audience: 'person',
  flags: [
    ...taskFlags,
    { flags: '--lead', does: 'its agent may propose tasks, which you accept or refuse' },
    ...queueFileFlags,
    { flags: '--issue <number>', does: 'an issue of the repository, read through gh' },
    { flags: '--comments', does: "with the issue's comments" },
  ],
  options,
  run: createTask,
});

async function createTask(call: Call<Options>): Promise<void> {
  const { shell, words, options: chosen, json } = call;
  checkTogether(chosen);
  if (chosen.file !== undefined) {
    if (words.length > 0 || chosen.issue !== undefined)
      throw new Fault({
        code: 'usage',
        message: '--file brings its own titles',
        hint: 'give it without a title or --issue',
      });
    await queueTaskFile(shell, { ...chosen, file: chosen.file, json });
    return;
  }
  const { title, prompt, source } = await written(call);
  const env = environmentOf(shell);
  await withDaemon(shell, async (connection) => {
    const titles = namesTitles(chosen.after);
    const repo = titles ? await repositoryHere(connection, shell) : null;
    const known = titles ? (await connection.request('world/get', {})).world : null;
    const { session: id, lint } = await connection.request('task/create', {
      path: shell.cwd,
      env,
      title,
      prompt,
      ...flaggedTask(chosen),
      after: sessionsNamed(known, { after: chosen.after, repo: repo?.id ?? null }),
      lead: chosen.lead,
      ...(source === null ? {} : { source }),
    });
    const { world } = await connection.request('world/get', {});
    const session = sessionIn(world, id);
    if (json) printJson(shell, { id, state: session.state, waits: waitsFor(world, session), lint });
    else print(shell, String(id));
    for (const finding of lint) remark(shell, `lint: ${finding}`);
  });
}

function misplaced(message: string, hint: string): Fault {
  return new Fault({ code: 'usage', message, hint });
}

/** A flag that would do nothing is refused: one that says "try it only" must never queue. @throws Fault 'usage' */
function checkTogether({ file, issue, dryRun, again, comments, ...own }: Options): void {
  if (file === undefined && dryRun)
    throw misplaced('--dry-run goes with --file', 'signalbox new --file tasks.md --dry-run');
  if (file === undefined && again !== undefined)
    throw misplaced('--again goes with --file', 'give it the file of tasks');
  if (issue === undefined && comments)
    throw misplaced('--comments goes with --issue', 'give it the number of the issue');
  if (file === undefined) return;
  const given = Object.entries(own).find(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false,
  );
  const flag = given?.[0].replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
  if (flag !== undefined)
    throw misplaced(`--${flag} does not go with --file`, 'every task of the file brings its own fields');
}

async function written({
  shell,
  words,
  options: chosen,
}: Call<Options>): Promise<{ title: string; prompt: string; source: string | null }> {
  const own = promptOf(shell, chosen);
  const title = words[0] ?? '';
  if (chosen.issue === undefined) {
    if (title.trim() === '')
      throw new Fault({
        code: 'usage',
        message: 'a task needs a title',
        hint: 'signalbox new "what it is about", or --file or --issue',
      });
    return { title, prompt: own ?? title, source: null };
  }
  const number = parseNumber(chosen.issue.replace(/^#/u, ''), { name: '--issue', min: 1, max: 999_999_999 });
  const task = issueTask(await readIssue(shell, { number, comments: chosen.comments }));
  // What the person says comes first, and outside of the quotation.
  return {
    title: title.trim() === '' ? task.title : title,
    prompt: own === null ? task.prompt : `${own}\n\n${task.prompt}`,
    source: task.source,
  };
}
