import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { openQuestions } from '../../core/model/session.ts';
import { commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { parseId, parseNumber } from '../parse-words.ts';
import { sessionIn } from '../repository-here.ts';
import { keepAnswer } from './keep-answer.ts';
import { revokeAnswer } from './revoke-answer.ts';
import { meantQuestion, meantText, optionText } from './meant-answer.ts';
import { print, printJson } from '../shell.ts';

const mostQuestions = 1_000_000;

/** Answers one question of a session. */
export const answerCommand = commandEntry({
  name: 'answer',
  words: '<id> [text]',
  does: "answer a session's question",
  audience: 'person',
  flags: [
    { flags: '--question <number>', does: 'which one, when several are open' },
    { flags: '--option <number>', does: 'its option by number instead of a text; 1,3 where several may be chosen' },
    { flags: '--keep [sentence]', does: 'keep it for every later task, as this sentence in the conventions' },
    { flags: '--revoke', does: 'take back what a convention answered' },
  ],
  options: z.object({
    question: z.string().optional(),
    option: z.string().optional(),
    keep: z.union([z.string(), z.literal(true)]).optional(),
    revoke: z.boolean().default(false),
  }),
  async run({ shell, words, options, json }) {
    const session = parseId(words[0]);
    const typed = words[1];
    const { option, keep } = options;
    const number =
      options.question === undefined
        ? null
        : parseNumber(options.question, { name: '--question', min: 1, max: mostQuestions });
    if (options.revoke) {
      const others = typed !== undefined || option !== undefined || keep !== undefined;
      await revokeAnswer(shell, { session, question: number, json, others });
      return;
    }
    if ((typed === undefined) === (option === undefined))
      throw new Fault({ code: 'usage', message: 'an answer is a text or --option N, one of them' });
    await withDaemon(shell, async (connection) => {
      const before = await connection.request('world/get', {});
      const asked = meantQuestion(before.world.sessions[session], number);
      const text = option === undefined ? meantText(asked, typed ?? '') : optionText(asked, option);
      const question = asked?.number ?? number;
      const answered = await connection.request('question/answer', { session, question, text });
      const { world } = await connection.request('world/get', {});
      const kept =
        keep === undefined || asked === undefined
          ? null
          : await keepAnswer(connection, { session, question: asked, answer: text.trim(), keep });
      const open = openQuestions(sessionIn(world, session)).length;
      if (json) printJson(shell, { session, question: answered.question, open, ...(kept === null ? {} : { kept }) });
      else
        print(
          shell,
          `answered question ${answered.question} of #${session}${open === 0 ? '' : `, ${open} still open`}`,
          ...(kept === null ? [] : [`kept as ${kept.id} in ${kept.path}: ${kept.sentence}`]),
        );
    });
  },
});
