import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { commandEntry } from '../command-entry.ts';
import { commentLines } from '../comment-lines.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';
import { columnsFor } from '../wrapped.ts';

/** Writes a comment on a line of a session's work, which a rejection takes along; without words it lists them. */
export const commentCommand = commandEntry({
  name: 'comment',
  words: '<id> [place] [text]',
  does: 'comment on a file or a line (PATH or PATH:LINE) of the work; a rejection takes it to the agent',
  audience: 'person',
  flags: [
    { flags: '--old', does: 'the line is one of the target, which the work removes' },
    { flags: '--remove <comment>', does: 'take this comment away' },
  ],
  options: z.object({ old: z.boolean().default(false), remove: z.string().optional() }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const { remove } = options;
    if (remove !== undefined) {
      await withDaemon(shell, (connection) => connection.request('comment/remove', { session, id: remove }));
      if (json) printJson(shell, { session, comment: remove, removed: true });
      else print(shell, `the comment is taken away`);
      return;
    }
    const place = words[1];
    if (place === undefined) {
      const { world } = await withDaemon(shell, (connection) => connection.request('world/get', {}));
      const { comments } = sessionIn(world, session);
      if (json) printJson(shell, comments);
      else print(shell, ...(comments.length === 0 ? ['no comments'] : commentLines(comments, columnsFor(shell))));
      return;
    }
    const [, path = place, line = null] = /^(.*):(\d{1,9})$/s.exec(place) ?? [];
    const text = (words[2] ?? '').trim();
    if (text === '') {
      const hint = `signalbox comment ${session} ${place} "what is wrong"`;
      throw new Fault({ code: 'usage', message: 'a comment needs words', hint });
    }
    const comment = {
      session,
      id: randomUUID(),
      path,
      side: options.old ? ('old' as const) : ('new' as const),
      line: line === null ? null : Number(line),
      anchor: null,
      text,
    };
    await withDaemon(shell, (connection) => connection.request('comment/write', comment));
    if (json) printJson(shell, { session, comment: comment.id, path, line: comment.line });
    else print(shell, `noted on ${place}: signalbox reject ${session} takes it to the agent`);
  },
});
