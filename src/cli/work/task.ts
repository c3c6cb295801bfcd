import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { namesTitles, parsePriority, promptOf, sessionsNamed, taskFlags, taskOptions } from '../backlog/task-flags.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';

/** Lists that can be emptied. */
const emptied = ['scope', 'check', 'done', 'stop', 'after'] as const;

const options = taskOptions.extend({
  title: z.string().optional(),
  lead: z.boolean().optional(),
  no: z.array(z.enum(emptied)),
});

/** Writes a queued task anew. */
export const taskCommand = commandEntry({
  name: 'task',
  words: '<id>',
  does: 'write a queued task anew: what is given takes the place of what was there',
  audience: 'person',
  flags: [
    { flags: '--title <text>', does: 'what it is called' },
    ...taskFlags,
    { flags: '--lead', does: 'its agent may propose tasks' },
    { flags: '--no <list>', does: 'empty a list: scope, check, done, stop, after', repeat: true },
  ],
  options,
  run: editTask,
});

async function editTask({ shell, words, options: chosen, json }: Call<z.infer<typeof options>>): Promise<void> {
  const id = parseId(words[0]);
  const list = <Value>(name: (typeof emptied)[number], given: Value[]): Value[] | undefined =>
    chosen.no.includes(name) ? [] : given.length === 0 ? undefined : given;
  const { title, agent, kind, priority, lead } = chosen;
  const prompt = promptOf(shell, chosen);
  await withDaemon(shell, async (connection) => {
    const { world } = await connection.request('world/get', {});
    const { repo } = sessionIn(world, id);
    const after = sessionsNamed(namesTitles(chosen.after) ? world : null, { after: chosen.after, repo });
    const written = {
      title,
      prompt: prompt ?? undefined,
      agent,
      kind,
      lead,
      scope: list('scope', chosen.scope),
      checks: list('check', chosen.check),
      done: list('done', chosen.done),
      stop: list('stop', chosen.stop),
      after: list('after', after),
      priority: priority === undefined ? undefined : parsePriority(priority),
    };
    const task = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
    if (Object.keys(task).length === 0)
      throw new Fault({ code: 'usage', message: 'nothing is to be changed', hint: `signalbox task ${id} --after 3` });
    await connection.request('task/edit', { session: id, task });
    if (json) printJson(shell, { session: id, changed: Object.keys(task) });
    else print(shell, `#${id} is written anew: ${Object.keys(task).join(', ')}`);
  });
}
