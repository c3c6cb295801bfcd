import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { print, printJson } from '../shell.ts';

const options = z.object({
  before: z.string().optional(),
  behind: z.string().optional(),
  top: z.boolean().default(false),
  bottom: z.boolean().default(false),
});

/** Moves a queued task in the queue. */
export const moveCommand = commandEntry({
  name: 'move',
  words: '<id>',
  does: 'move a queued task; among tasks of another priority it takes on theirs',
  audience: 'person',
  flags: [
    { flags: '--before <id>', does: 'in front of another queued task' },
    { flags: '--behind <id>', does: 'behind another queued task' },
    { flags: '--top', does: 'in front of all' },
    { flags: '--bottom', does: 'behind all' },
  ],
  options,
  async run({ shell, words, options: chosen, json }) {
    const session = parseId(words[0]);
    const places = [
      ...(chosen.before === undefined ? [] : [{ before: parseId(chosen.before) }]),
      ...(chosen.behind === undefined ? [] : [{ behind: parseId(chosen.behind) }]),
      ...(chosen.top ? ['top' as const] : []),
      ...(chosen.bottom ? ['bottom' as const] : []),
    ];
    const [to, other] = places;
    if (to === undefined || other !== undefined)
      throw new Fault({
        code: 'usage',
        message: 'move needs one place',
        hint: `signalbox move ${session} --before ID | --behind ID | --top | --bottom`,
      });
    const { priority } = await withDaemon(shell, (connection) => connection.request('task/move', { session, to }));
    if (json) printJson(shell, { session, priority });
    else print(shell, `moved #${session}, priority ${priority}`);
  },
});
