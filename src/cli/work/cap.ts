import { z } from 'zod';
import { highestCap } from '../../core/decide/pace.ts';
import type { World } from '../../core/model/world.ts';
import { placesTaken } from '../../core/rules/admission.ts';
import { autoCap, lastAuto } from '../../core/rules/auto-cap.ts';
import { capWords } from '../../core/words/cap-words.ts';
import { checkOutsideSession, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseNumber } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

/** Shows the cap on live sessions and why it is what it is, or sets it. */
export const capCommand = commandEntry({
  name: 'cap',
  words: '[number|auto]',
  does: 'the cap on live sessions, and why; with a number: set it; auto: it follows your pace',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, words, json }) {
    const cap = words[0] === undefined || words[0] === 'auto' ? (words[0] ?? null) : parseCap(words[0]);
    if (cap !== null) checkOutsideSession('cap', shell);
    const { world } = await withDaemon(shell, async (connection) => {
      if (cap !== null) await connection.request('limits/set', { cap });
      return connection.request('world/get', {});
    });
    if (json) printJson(shell, printedCap(world));
    else print(shell, ...capLines(world));
  },
});

function parseCap(word: string): number {
  return parseNumber(word, { name: 'the cap', min: 1, max: highestCap, or: 'auto' });
}

function capLines(world: World): string[] {
  const { pace, cap, reviewLimit } = world;
  const limits = `cap ${cap}, ${placesTaken(world)} taken; review limit ${reviewLimit}`;
  const why = capWords(world);
  if (why === null) return [limits];
  return [
    limits,
    pace.mode === 'auto' ? `auto, at most ${pace.maxCap}: ${why}` : `${why}; signalbox cap auto goes back to it`,
  ];
}

/** Everything that `auto` is reckoned from; times in ms. */
function printedCap(world: World) {
  const { pace, cap, reviewLimit } = world;
  const auto = autoCap(world, lastAuto(world));
  const { mode, maxCap, overrides } = pace;
  return { cap, taken: placesTaken(world), reviewLimit, mode, maxCap, words: capWords(world), auto, overrides };
}
