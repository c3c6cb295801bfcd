import { z } from 'zod';
import type { Question } from '../../core/model/question.ts';
import { type Session, openQuestions } from '../../core/model/session.ts';
import { sessionsOf } from '../../core/model/world.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { keptLines, keptMatch } from '../kept-lines.ts';
import { questionLines } from '../question-lines.ts';
import { print, printJson } from '../shell.ts';

/** Every open question of every session: the person is one, whatever the repository. */
export const questionsCommand = commandEntry({
  name: 'questions',
  does: 'the open questions of all sessions',
  audience: 'anyone',
  flags: [{ flags: '--all', does: 'also those that are answered or gone' }],
  options: z.object({ all: z.boolean().optional() }),
  async run({ shell, options, json }) {
    const { world } = await withDaemon(shell, (connection) => connection.request('world/get', {}));
    const shown = (session: Session) => (options.all === true ? session.questions : openQuestions(session));
    const asking = sessionsOf(world).filter((session) => shown(session).length > 0);
    if (json) {
      printJson(
        shell,
        asking.flatMap((session) =>
          shown(session).map((question) => ({
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
            answer: question.answer?.text ?? null,
            withdrawn: question.withdrawn,
            closedBy: question.closedBy,
            kept: keptMatch(world, session, question),
          })),
        ),
      );
      return;
    }
    if (asking.length === 0) print(shell, options.all === true ? 'no questions' : 'no open questions');
    for (const session of asking) {
      print(shell, `#${session.id} ${session.task.title}`);
      for (const question of shown(session)) {
        print(shell, ...questionLines(question), ...outcomeLines(question), ...keptLines(world, session, question));
      }
    }
    const first = asking.find((session) => openQuestions(session).length > 0);
    if (first !== undefined)
      print(shell, '', `answer with: signalbox answer ${first.id} --question N TEXT, or --option N`);
  },
});

/** What became of a question that waits no more. */
function outcomeLines({ answer, withdrawn, closedBy }: Question): string[] {
  if (answer !== null && !withdrawn) return [`     -> ${answer.text}`];
  if (!withdrawn) return [];
  const unused = answer === null ? '' : `, your answer was not used: ${answer.text}`;
  if (closedBy === 'terminal') return [`     answered in its terminal${unused}`];
  return [`     gone: ${closedBy === 'agent' ? 'the agent dropped it' : 'the session ended'}${unused}`];
}
