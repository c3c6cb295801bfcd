import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { openProposals } from '../../core/rules/lead.ts';
import type { Connection } from '../../wire/connection.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';

/** Lets proposals of a lead become tasks. */
export const acceptCommand = commandEntry({
  name: 'accept',
  words: '<id> [proposals...]',
  does: 'let proposals of a lead session become tasks; prints their numbers',
  audience: 'person',
  flags: [{ flags: '--all', does: 'all that are undecided' }],
  options: z.object({ all: z.boolean().default(false) }),
  async run({ shell, words, options, json }) {
    const { session, numbers } = { session: parseId(words[0]), numbers: words.slice(1) };
    await withDaemon(shell, async (connection) => {
      const chosen = await chosenProposals(connection, { session, numbers, all: options.all });
      const proposals = chosen.map((number) => ({ number }));
      const { sessions } = await connection.request('proposal/accept', { session, proposals });
      if (json) printJson(shell, { session, accepted: chosen, sessions });
      else print(shell, ...sessions.map(String));
    });
  },
});

/** The proposals that a command line means. @throws Fault 'usage', 'refused' */
export async function chosenProposals(
  connection: Connection,
  { session, numbers, all }: { session: number; numbers: readonly string[]; all: boolean },
): Promise<number[]> {
  if (all === numbers.length > 0)
    throw new Fault({
      code: 'usage',
      message: 'name proposals, or --all',
      hint: `signalbox proposals ${session} shows them`,
    });
  if (!all) return numbers.map(parseProposal);
  const { world } = await connection.request('world/get', {});
  const open = openProposals(sessionIn(world, session)).map(({ number }) => number);
  if (open.length === 0) throw new Fault({ code: 'refused', message: `#${session} has no undecided proposal` });
  return open;
}

function parseProposal(text: string): number {
  if (/^\d{1,6}$/u.test(text) && Number(text) > 0) return Number(text);
  throw new Fault({
    code: 'usage',
    message: `${JSON.stringify(text)} is no proposal's number`,
    hint: 'signalbox proposals shows them',
  });
}
