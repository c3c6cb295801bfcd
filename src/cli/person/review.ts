import { z } from 'zod';
import { stillToAcknowledge } from '../../core/rules/acknowledge.ts';
import { reviewQueue, whyNext } from '../../core/rules/review-queue.ts';
import type { Session } from '../../core/model/session.ts';
import { sinceInWords } from '../../core/words/since-words.ts';
import type { Result } from '../../wire/requests.ts';
import { sittingWords } from '../../core/words/sitting-words.ts';
import { commandEntry } from '../command-entry.ts';
import { commentLines } from '../comment-lines.ts';
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
    const { id, world, why, compared } = await withDaemon(shell, async (connection) => {
      const before = (await connection.request('world/get', {})).world;
      const { session } = await connection.request('review/take', { session: wanted });
      const found = before.sessions[session];
      const got = await connection.request('world/get', {});
      // An item without judged work has nothing to be compared.
      const isJudged = (got.world.sessions[session]?.verdict?.snapshot ?? '') !== '';
      return {
        id: session,
        ...got,
        why: found?.state === 'ready' && wanted === null ? whyNext(before, found, Date.now()) : null,
        compared: isJudged ? await connection.request('review/compare', { session }) : null,
      };
    });
    const session = sessionIn(world, id);
    const asked = stillToAcknowledge(session, []);
    if (json) {
      const { summary, evidence, verdict, outlook, questions, messages, comments } = session;
      printJson(shell, {
        ...printedSession(world, session),
        summary,
        evidence,
        verdict,
        outlook,
        acknowledge: asked,
        asked: questions,
        messages,
        comments,
        sinceReviewed: compared?.since ?? null,
        why,
        sitting: world.pace.sitting,
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
      ...(why === null ? [] : hanging('next: ', why, columns)),
      ...(world.pace.sitting === null ? [] : [sittingWords(world.pace.sitting, Date.now())]),
      '',
      ...evidenceLines({ world, session, columns }),
      '',
      ...(compared === null ? [] : sinceLines(session, compared)),
      ...(session.comments.length === 0 ? [] : [...commentLines(session.comments, columns), '']),
      ...(asked.length === 0 ? [] : ['whoever approves it says to know that:']),
      ...asked.flatMap(({ says }) => hanging('  ! ', says, columns)),
      `read it:  signalbox diff ${id}${compared?.since == null ? '' : ' --since-review'}`,
      `decide:   signalbox approve ${id}${flag} | reject ${id} --note TEXT | defer ${id} | discard ${id}`,
    );
  },
});

/** What changed since the person decided about it last, in words. */
function sinceLines(session: Session, { since, problem }: Result<'review/compare'>): string[] {
  const words = since === null ? problem : sinceInWords(since, session);
  return words === null ? [] : [words, ''];
}
