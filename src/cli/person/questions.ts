import { z } from 'zod';
import { openQuestions } from '../../core/session.ts';
import { sessionsOf } from '../../core/world.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { questionLines } from '../question-lines.ts';
import { print, printJson } from '../shell.ts';

/** Every open question of every session: the person is one, whatever the repository. */
export const questionsCommand = commandEntry({
  name: 'questions',
  does: 'the open questions of all sessions',
  audience: 'anyone',
  options: z.object({}),
  async run({ shell, json }) {
    const { world } = await withDaemon(shell, (connection) => connection.request('world/get', {}));
    const asking = sessionsOf(world).filter((session) => openQuestions(session).length > 0);
    if (json) {
      printJson(
        shell,
        asking.flatMap((session) =>
          openQuestions(session).map((question) => ({
            session: session.id,
            number: question.number,
            about: question.about,
            text: question.text,
            detail: question.detail,
            options: question.options,
            multiple: question.multiple,
            freeText: question.freeText,
            default: question.default,
            blocking: question.blocking,
            inTerminal: question.dialog !== null,
          })),
        ),
      );
      return;
    }
    if (asking.length === 0) print(shell, 'no open questions');
    for (const session of asking) {
      print(shell, `#${session.id} ${session.task.title}`);
      for (const question of openQuestions(session)) print(shell, ...questionLines(question));
    }
    const first = asking[0];
    if (first !== undefined) print(shell, '', `answer with: signalbox answer ${first.id} --question N TEXT`);
  },
});
