import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { printable } from '../printable.ts';
import { print, printJson } from '../shell.ts';

/** Lets the commands of this repository's configuration run from now on, and accepts what agents changed for all. */
export const trustCommand = commandEntry({
  name: 'trust',
  does: "show this repository's commands and let them run, and accept what was changed of git's own files",
  audience: 'person',
  options: z.object({}),
  async run({ shell, json }) {
    const { repo, commands, accepted } = await withDaemon(shell, (connection) =>
      connection.request('repo/trust', { path: shell.cwd, accept: true }),
    );
    if (json) {
      printJson(shell, { repo: repo.id, root: repo.root, target: repo.target, commands, accepted });
      return;
    }
    print(shell, `trusted ${repo.root}, work lands on ${repo.target}`);
    print(shell, ...accepted.map((change) => `  accepted: ${printable(change)}`));
    print(shell, ...(commands.length === 0 ? ['  it runs no commands'] : commands.map((command) => `  ${command}`)));
  },
});
