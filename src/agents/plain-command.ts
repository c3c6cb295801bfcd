import type { Session } from '../core/model/session.ts';
import { fitArgument } from './fit-argument.ts';

/** How an agent's process is to be started. */
export interface Start {
  readonly argv: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Any command as an agent: it gets its prompt in `SIGNALBOX_PROMPT` and wherever an argument says `{prompt}`; exit 0 is
 * finished, anything else failed. It is never typed into; a later round is a new start with the feedback.
 */
export function startPlainCommand(
  command: readonly string[],
  { session, prompt, feedback }: { session: Session; prompt: string; feedback: string },
): Start {
  const fitted = fitArgument(prompt);
  return {
    argv: command.map((argument) => argument.replaceAll('{prompt}', () => fitted)),
    env: {
      SIGNALBOX_ID: String(session.id),
      SIGNALBOX_TITLE: fitArgument(session.task.title),
      SIGNALBOX_ROUND: String(session.round),
      SIGNALBOX_PROMPT: fitted,
      SIGNALBOX_FEEDBACK: fitArgument(feedback),
    },
  };
}
