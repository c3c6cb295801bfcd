import { Fault } from '../../core/fault.ts';
import { withDaemon } from '../connect-daemon.ts';
import { type Shell, print, printJson } from '../shell.ts';

/** Takes back what a convention answered; the question is open again. */
export async function revokeAnswer(
  shell: Shell,
  { session, question, json, others }: { session: number; question: number | null; json: boolean; others: boolean },
): Promise<void> {
  if (others) {
    const message = "--revoke takes a convention's answer back, and takes no answer itself";
    throw new Fault({ code: 'usage', message, hint: 'answer it anew afterwards' });
  }
  const revoked = await withDaemon(shell, (connection) => connection.request('answer/revoke', { session, question }));
  if (json) printJson(shell, { session, question: revoked.question });
  else print(shell, `the answer to question ${revoked.question} of #${session} is taken back: it is open again`);
}
