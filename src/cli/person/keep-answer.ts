import { proposeSentence } from '../../core/conventions/propose-sentence.ts';
import { Fault } from '../../core/fault.ts';
import type { Question } from '../../core/model/question.ts';
import type { Connection } from '../../wire/connection.ts';

/** An answer that is to be kept. */
interface Keeping {
  readonly session: number;
  readonly question: Question;
  readonly answer: string;
  /** What `--keep` was given: true is no sentence of one's own. */
  readonly keep: string | true;
}

/** Keeps an answer for every later task; gives the sentence. @throws Fault why it is not kept, when it was answered all the same */
export async function keepAnswer(
  connection: Connection,
  { session, question, answer, keep }: Keeping,
): Promise<{ id: string; path: string; sentence: string }> {
  const sentence = keep === true ? proposeSentence(question, answer) : keep;
  const asked = { session, question: question.number, answer, sentence };
  try {
    return { ...(await connection.request('convention/keep', asked)), sentence };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const { code, message, hint } = thrown;
    throw new Fault({ code, message: `it is answered, and not kept: ${message}`, hint }, { cause: thrown });
  }
}
