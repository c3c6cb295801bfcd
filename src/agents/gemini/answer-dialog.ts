import { setTimeout as pause } from 'node:timers/promises';
import type { AgentLink, DialogAnswers } from '../adapter.ts';
import type { OpenDialogs } from './open-dialogs.ts';
import { answerQuestions, choose } from './typing.ts';

/** How often a dialog that waits behind another is looked for, ms. */
const waitMs = 50;
/** A key that came before the dialog could take it is sent again, so often. */
const mostTries = 3;

interface Answering {
  readonly link: AgentLink;
  readonly dialogs: OpenDialogs;
  /** Looks at the screen at once. */
  readonly look: () => void;
}

/** Brings the person's answers into a dialog, once it stands on the screen for sure and as long as it is not gone. */
export async function answerDialog(
  { link, dialogs, look }: Answering,
  dialog: string,
  answers: DialogAnswers,
): Promise<'answered' | 'gone'> {
  let tries = 0;
  const isGone = () => {
    look();
    return dialogs.open?.id !== dialog;
  };
  while (dialogs.has(dialog) && !link.closed.aborted) {
    const { open } = dialogs;
    // Another may have come before it, or be about to: a key would choose there.
    if (open?.id !== dialog || !dialogs.isSettled) {
      await pause(waitMs);
      continue;
    }
    if (tries === mostTries) throw new Error('the dialog did not take the answer');
    const { announced, screen } = open;
    const typed = await dialogs.answering(dialog, () =>
      announced?.kind === 'questions' && announced.questions.length > 0
        ? answerQuestions(link, { questions: announced.questions, isGone }, answers)
        : choose(link, { screen, isGone }, answers[0] ?? ''),
    );
    if (typed) tries++;
    else await pause(waitMs);
  }
  return tries > 0 ? 'answered' : 'gone';
}
