import { z } from 'zod';
import { stillToAcknowledge } from '../../core/rules/acknowledge.ts';
import { reviewQueue } from '../../core/rules/review-queue.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { evidenceLines } from '../evidence-lines.ts';
import { parseId } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { print, printJson } from '../shell.ts';
import { printedSession } from '../printed-session.ts';
import { columnsFor, hanging } from '../wrapped.ts';

/** Takes an item in hand and prints what is needed to decide about it. */
export const reviewCommand = commandEntry({
  name: 'review',
  words: '[id]',
  does: 'take the next item (or this one) in hand, with its evidence',
  audience: 'person',
  options: z.object({}),
  async run({ shell, words, json }) {
    const wanted = words[0] === undefined ? null : parseId(words[0]);
    const { id, world } = await withDaemon(shell, async (connection) => {
      const taken = await connection.request('review/take', { session: wanted });
      return { id: taken.session, ...(await connection.request('world/get', {})) };
    });
    const session = sessionIn(world, id);
    const asked = stillToAcknowledge(session, []);
    if (json) {
      const { summary, evidence, verdict, outlook, questions, messages } = session;
      printJson(shell, {
        ...printedSession(world, session),
        summary,
        evidence,
        verdict,
        outlook,
        acknowledge: asked,
        asked: questions,
        messages,
      });
      return;
    }
    const columns = columnsFor(shell);
    const behind = reviewQueue(world).length;
    const flag = asked.length === 0 ? '' : ' --acknowledge';
    print(
      shell,
      `#${id} ${session.task.title}`,
      `in hand, round ${session.round}${behind === 0 ? '' : `, ${behind} more ${behind === 1 ? 'waits' : 'wait'}`}`,
      '',
      ...evidenceLines({ world, session, columns }),
      '',
      ...(asked.length === 0 ? [] : ['whoever approves it says to know that:']),
      ...asked.flatMap(({ says }) => hanging('  ! ', says, columns)),
      `read it:  signalbox diff ${id}`,
      `decide:   signalbox approve ${id}${flag} | reject ${id} --note TEXT | defer ${id} | discard ${id}`,
    );
  },
});
