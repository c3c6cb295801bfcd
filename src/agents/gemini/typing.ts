import { setTimeout as pause } from 'node:timers/promises';
import type { AgentLink } from '../adapter.ts';
import { type AskedQuestion } from './hook-event.ts';
import { isAsked, optionsOf } from './dialog.ts';
import { type ScreenDialog, bare, dialogOf, draftOf, isQuestions, sameDialog } from './screen.ts';

/** What typing needs of the agent. */
export type Typed = Pick<AgentLink, 'screen' | 'type' | 'closed'>;

const pollMs = 30;

/** Waits until `holds`; false when it did not within `ms`, or the channel was closed. */
export async function until(closed: AbortSignal, ms: number, holds: () => boolean): Promise<boolean> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (closed.aborted || performance.now() > end) return false;
    await pause(pollMs);
  }
  return true;
}

/** One paste, as a terminal sends it. What would end it, or act by itself, is no text. */
export function pasted(text: string): string {
  const plain = Array.from(text.replaceAll(/\r\n?/g, '\n')).filter(
    (one) => (one >= ' ' && one !== '\u007f') || /[\n\t]/.test(one),
  );
  return `\u001b[200~${plain.join('')}\u001b[201~`;
}

/** A trimmed text as a prompt; one that begins like a command of Gemini CLI's own would be taken for it. */
export function neverCommand(text: string): string {
  return /^\/[a-z?-]+(?:\s|$)/i.test(text) ? `Message: ${text}` : text;
}

/**
 * A message as it is pasted. The blank at the end keeps the completion of a last `@word` from taking the Enter; it is cut
 * off from the prompt.
 */
export function promptText(text: string): string {
  return `${neverCommand(text.trim())} `;
}

/** The dialog on the screen at this moment. */
export function shownDialog(agent: Typed): ScreenDialog | null {
  return dialogOf(agent.screen.lines());
}

const takesMs = 2_500;

/** A dialog that is to be answered. `isGone`: it is not the open one any more, for sure. */
export interface Asking {
  readonly screen: ScreenDialog;
  readonly isGone: () => boolean;
}

/**
 * Chooses an option of a dialog by its number, and waits a while for the dialog to go. false: nothing was typed, for the
 * very same dialog does not stand there at this moment.
 */
export async function choose(agent: Typed, { screen, isGone }: Asking, label: string): Promise<boolean> {
  const shown = shownDialog(agent);
  if (isGone() || shown === null || !sameDialog(shown, screen)) return false;
  const option = shown.options.find((one) => one.label === label);
  if (option === undefined) throw new Error(`the dialog has no option "${label}"`);
  const key = String(option.number);
  agent.type(key);
  if (await until(agent.closed, takesMs, isGone)) await withoutStray(agent, key);
  return true;
}

/** When the person answered in the terminal at the same moment, our key stands in the input box: it is taken back. */
async function withoutStray(agent: Typed, key: string): Promise<void> {
  if (await until(agent.closed, 300, () => draftOf(agent.screen.lines()) === key)) agent.type('\u007f');
}

/** Answers the questions of `ask_user`, whichever of them is shown, until the dialog is gone. false: it is not shown. */
export async function answerQuestions(
  agent: Typed,
  { questions, isGone }: Pick<Asking, 'isGone'> & { readonly questions: readonly AskedQuestion[] },
  answers: readonly string[],
): Promise<boolean> {
  const isShown = () => {
    const now = shownDialog(agent);
    return now !== null && isQuestions(now);
  };
  await until(agent.closed, takesMs, () => isGone() || isShown());
  let shown = shownDialog(agent);
  if (isGone() || shown === null || !isQuestions(shown)) return false;
  for (let step = 0; step < questions.length * 2 + 2; step++) {
    const before = shown;
    if (before.question.startsWith('Review your answers')) agent.type('\r');
    else {
      const at = questions.findIndex((question) => isAsked(before, question));
      const question = questions[at] ?? (questions.length === 1 ? questions[0] : undefined);
      if (question === undefined) throw new Error(`the dialog asks something else: ${before.question}`);
      await answerOne(agent, question, answers[Math.max(at, 0)] ?? '');
    }
    const moved = () => {
      const now = shownDialog(agent);
      return isGone() || (now !== null && isQuestions(now) && now.question !== before.question);
    };
    const isReview = before.question.startsWith('Review your answers');
    // An Enter on the last page that came too early is sent again; what was chosen or typed is not.
    if (!(await until(agent.closed, takesMs, moved)) && !isReview)
      throw new Error(`the dialog did not take the answer to: ${before.question}`);
    const next = shownDialog(agent);
    if (isGone() || next === null || !isQuestions(next)) return true;
    shown = next;
  }
  throw new Error('the dialog has more questions than it was announced with');
}

async function answerOne(agent: Typed, question: AskedQuestion, answer: string): Promise<void> {
  if (question.type === 'text') return fill(agent, answer);
  const options = optionsOf(question);
  if (!question.multiSelect || question.type === 'yesno') {
    const at = options.indexOf(answer);
    agent.type(String(at === -1 ? options.length + 1 : at + 1));
    if (at === -1) await fill(agent, answer);
    return;
  }
  const { chosen, other } = chosenOf(options, answer);
  for (const [at] of options.entries()) {
    const isChecked = () => shownDialog(agent)?.options.find((one) => one.number === at + 1)?.checked ?? null;
    if (isChecked() === chosen.has(at)) continue;
    if (isChecked() === null && !chosen.has(at)) continue;
    agent.type(String(at + 1));
    await until(agent.closed, 500, () => isChecked() === chosen.has(at));
  }
  // Behind the options stand "All of the above", a value of one's own, and "Done".
  agent.type(String(options.length + (other === '' ? 3 : 2)));
  if (other !== '') await fill(agent, other);
}

/** An answer with several labels, joined by ", ", which may have commas themselves; the rest is a text of one's own. */
export function chosenOf(options: readonly string[], answer: string): { chosen: ReadonlySet<number>; other: string } {
  const chosen = new Set<number>();
  let rest = `, ${answer}, `;
  const longestFirst = [...options.entries()].toSorted(([, a], [, b]) => b.length - a.length);
  for (const [at, label] of longestFirst) {
    if (!rest.includes(`, ${label}, `)) continue;
    chosen.add(at);
    rest = rest.replace(`, ${label}, `, ', ');
  }
  return { chosen, other: rest.replaceAll(/^(?:, )+|(?:, )+$/g, '').trim() };
}

/** Fills a text field, and sends it once it stands there. */
async function fill(agent: Typed, text: string): Promise<void> {
  await pause(150);
  const oneLine = text.replaceAll(/\s*\n\s*/g, ' ');
  agent.type(pasted(oneLine));
  const end = bare(oneLine).slice(-30);
  const stands = () => bare(agent.screen.lines().join('')).replaceAll('│', '').includes(end);
  if (!(await until(agent.closed, takesMs, stands))) throw new Error('the text field did not take the answer');
  agent.type('\r');
}
