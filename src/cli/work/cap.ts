import { z } from 'zod';
import { placesTaken } from '../../core/rules/admission.ts';
import { checkOutsideSession, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseNumber } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

const highestCap = 64;

/** Shows the cap on live sessions, or sets it. */
export const capCommand = commandEntry({
  name: 'cap',
  words: '[number]',
  does: 'the cap on live sessions; with a number: set it',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, words, json }) {
    const cap = words[0] === undefined ? null : parseNumber(words[0], { name: 'the cap', min: 1, max: highestCap });
    if (cap !== null) checkOutsideSession('cap', shell);
    const { world } = await withDaemon(shell, async (connection) => {
      if (cap !== null) await connection.request('limits/set', { cap });
      return connection.request('world/get', {});
    });
    const taken = placesTaken(world);
    if (json) printJson(shell, { cap: world.cap, taken, reviewLimit: world.reviewLimit });
    else print(shell, `cap ${world.cap}, ${taken} taken; review limit ${world.reviewLimit}`);
  },
});
