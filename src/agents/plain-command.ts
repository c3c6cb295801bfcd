import type { Session } from '../core/session.ts';

/** How an agent's process is to be started. */
export interface Start {
  readonly argv: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A prompt longer than this does not go into an environment variable or argument whole: Linux takes 128 KiB each. */
const maxArgumentBytes = 120_000;

/**
 * Any command as an agent: it gets its prompt in `SIGNALBOX_PROMPT` and wherever an argument says `{prompt}`; exit 0 is
 * finished, anything else failed. It is never typed into; a later round is a new start with the feedback.
 */
export function startPlainCommand(
  command: readonly string[],
  { session, prompt, feedback }: { session: Session; prompt: string; feedback: string },
): Start {
  const fitted = fit(prompt);
  return {
    argv: command.map((argument) => argument.replaceAll('{prompt}', () => fitted)),
    env: {
      SIGNALBOX_ID: String(session.id),
      SIGNALBOX_TITLE: session.task.title,
      SIGNALBOX_ROUND: String(session.round),
      SIGNALBOX_PROMPT: fitted,
      SIGNALBOX_FEEDBACK: fit(feedback),
    },
  };
}

/** The end is what was said last: of a text too long the middle is left out, and said so. */
function fit(text: string): string {
  if (Buffer.byteLength(text) <= maxArgumentBytes) return text;
  const half = Math.floor(maxArgumentBytes / 8);
  return `${text.slice(0, half)}\n[... ${text.length - 2 * half} characters left out; signalbox show has the whole text ...]\n${text.slice(-half)}`;
}
