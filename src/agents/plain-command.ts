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
      SIGNALBOX_TITLE: fit(session.task.title),
      SIGNALBOX_ROUND: String(session.round),
      SIGNALBOX_PROMPT: fitted,
      SIGNALBOX_FEEDBACK: fit(feedback),
    },
  };
}

/**
 * A text as the system takes it. The end is what was said last: of one too long the middle is left out, and said so; a
 * NUL, which would end it, is left out too.
 */
function fit(whole: string): string {
  const text = whole.replaceAll('\0', '');
  if (Buffer.byteLength(text) <= maxArgumentBytes) return text;
  const half = Math.floor(maxArgumentBytes / 8);
  // A character of two halves is not cut in the middle.
  const from = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '');
  const to = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '');
  return `${from}\n[... ${text.length - from.length - to.length} characters left out; signalbox show has the whole text ...]\n${to}`;
}
