import { z } from 'zod';
import type { Question } from '../../core/model/question.ts';
import { type Session, isOver, openQuestions } from '../../core/model/session.ts';
import { answerDelivery, messageDelivery, messageName } from '../../core/words/delivery-words.ts';
import { withdrawnWords } from '../../core/words/withdrawn-words.ts';
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
            delivery: answerDelivery(session, question),
          })),
        ),
      );
      return;
    }
    const undelivered = sessionsOf(world).filter((session) => undeliveredLines(session).length > 0);
    if (asking.length === 0) print(shell, options.all === true ? 'no questions' : 'no open questions');
    for (const session of asking) {
      print(shell, `#${session.id} ${session.task.title}`);
      for (const question of shown(session)) {
        print(
          shell,
          ...questionLines(question),
          ...outcomeLines(session, question),
          ...keptLines(world, session, question),
        );
      }
    }
    if (undelivered.length > 0) print(shell, '', 'answers on their way:', ...undelivered.flatMap(undeliveredLines));
    const first = asking.find((session) => openQuestions(session).length > 0);
    if (first !== undefined)
      print(shell, '', `answer with: signalbox answer ${first.id} --question N TEXT, or --option N`);
  },
});

/** Answers that have not reached their agent, and why. */
function undeliveredLines(session: Session): string[] {
  if (isOver(session)) return [];
  return session.messages
    .filter(({ kind, delivered }) => kind === 'answers' && delivered === null)
    .map((message) => {
      const { state, why } = messageDelivery(session, message);
      return `  #${session.id} ${messageName(message)} ${state}${why === null ? '' : `: ${why}`}`;
    });
}

/** What became of a question that waits no more. */
function outcomeLines(session: Session, question: Question): string[] {
  const { answer, withdrawn } = question;
  if (answer !== null && !withdrawn) {
    const delivery = answerDelivery(session, question);
    const why = delivery?.why == null ? '' : `: ${delivery.why}`;
    return [`     -> ${answer.text}${delivery === null ? '' : `  (${delivery.state}${why})`}`];
  }
  if (!withdrawn) return [];
  const unused = answer === null ? '' : `, your answer was not used: ${answer.text}`;
  return [`     ${withdrawnWords(question)}${unused}`];
}
