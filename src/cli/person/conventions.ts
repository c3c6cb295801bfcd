import { z } from 'zod';
import { conventionsPath } from '../../core/conventions/read-conventions.ts';
import { Fault } from '../../core/fault.ts';
import { type ConventionUse, conventionUses } from '../../core/measures/conventions.ts';
import { counted } from '../../core/words/counted.ts';
import { commandEntry, commandGroup } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { print, printJson } from '../shell.ts';
import { columnsFor, hanging } from '../wrapped.ts';

const list = commandEntry({
  name: 'list',
  does: 'answers that hold for every task here, and what each has saved',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, json }) {
    const { uses, problem } = await withDaemon(shell, async (connection) => {
      // Opening looks at the file as it is now.
      const { repo } = await connection.request('repo/open', { path: shell.cwd });
      const { world } = await connection.request('world/get', {});
      return { uses: conventionUses(world, repo.id), problem: repo.conventionsProblem ?? null };
    });
    if (json) {
      const conventions = uses.map(({ convention, answered, accepted, revoked }) => ({
        ...convention,
        answered,
        accepted,
        revoked,
      }));
      printJson(shell, { problem, conventions });
      return;
    }
    if (problem !== null) print(shell, problem);
    else if (uses.length === 0)
      print(shell, `no conventions yet: signalbox answer ID TEXT --keep writes one into ${conventionsPath}`);
    for (const use of uses) print(shell, ...useLines(use, columnsFor(shell)));
  },
});

const remove = commandEntry({
  name: 'remove',
  words: '<id>',
  does: `take one out of ${conventionsPath}; nothing else in it changes`,
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const id = words[0];
    if (id === undefined) throw new Fault({ code: 'usage', message: 'which convention?' });
    const removed = await withDaemon(shell, (connection) =>
      connection.request('convention/remove', { path: shell.cwd, id }),
    );
    if (json) printJson(shell, { id, ...removed });
    else print(shell, `removed: ${removed.sentence}`);
  },
});

/** The person's conventions: kept answers, in a file of the repository. */
export const conventionsCommand = commandGroup({
  name: 'conventions',
  does: 'answers that hold for every task: list, remove',
  commands: [list, remove],
  otherwise: list,
});

function useLines({ convention, answered, accepted, revoked }: ConventionUse, columns: number): string[] {
  const { id, sentence, asked } = convention;
  const saved = [
    `answered ${counted(answered, 'question')}`,
    ...(accepted === 0 ? [] : [`its proposal was taken ${accepted === 1 ? 'once' : `${accepted} times`}`]),
    ...(revoked === 0 ? [] : [`taken back ${revoked === 1 ? 'once' : `${revoked} times`}`]),
  ];
  const indent = ' '.repeat(id.length + 2);
  return [
    ...hanging(`${id}  `, sentence, columns),
    ...hanging(indent, asked === null ? 'written by hand: it is told, and answers nothing' : saved.join(', '), columns),
  ];
}
