import { setTimeout as pause } from 'node:timers/promises';
import type { AgentLink } from '../adapter.ts';
import { keepPrompt, keptPrompt } from './kept-prompt.ts';
import { inputBox, inputEnd } from './screen-rules.ts';
import {
  deleteLine,
  enter,
  enterMs,
  isPartOf,
  isRestOf,
  lineEnd,
  lineMs,
  sameWords,
  typable,
  typingSteps,
} from './typing.ts';

/** How long the prompt's hook is waited for before Enter is pressed once more, and then before we give up, ms. */
const confirmMs = 2_000;
/** How long a key may take to show, ms. */
const showMs = 80;
/** Deletions in a row that change nothing: then it is no box that we type into. */
const mostIdleDeletions = 5;

/** What typing needs to know of the session around it. */
export interface InputState {
  /** The input rests: nothing runs, no dialog is open. Looks anew each time. */
  rests(): boolean;
  /** No dialog is open: Enter would go into the input box. */
  isFree(): boolean;
  /** Resolves with each prompt that Claude Code takes from now on, whoever gave it, until `matches` says yes or time is up. */
  prompted(matches: (prompt: string) => boolean, ms: number): Promise<boolean>;
}

/** Types a prompt into a resting session. A draft of the person's in the input box is neither sent nor destroyed. */
export async function typePrompt(
  message: string,
  { link, state }: { link: AgentLink; state: InputState },
): Promise<'delivered' | 'later' | 'unconfirmed'> {
  if (!state.rests()) return 'later';
  const found = await makeEmpty(link);
  if (found === 'taken') {
    link.report({
      kind: 'activity',
      activity: 'resting',
      words: 'a message waits: something stands in its input box, or covers it',
      rule: 'screen: its input box is not empty',
    });
    return 'later';
  }
  const text = found.back === null ? message : `${found.back}\n\n${message}`;
  keepPrompt(link.runDir, { text, sent: false, back: found.back });
  for (const step of typingSteps(text)) {
    if (!state.isFree() || !link.type(step)) return 'later';
    await pause(lineMs);
  }
  await pause(enterMs);
  // Whatever opened meanwhile would take the Enter as consent; what the person typed meanwhile is not ours to send.
  if (!state.isFree() || !isPartOf(inputEnd(link.screen), text)) return 'later';
  const taken = (prompt: string) => sameWords(prompt, typable(text));
  const first = state.prompted(taken, confirmMs);
  link.type(enter);
  if (await first) return delivered(link, text);
  // An Enter that comes before the box is ready is lost.
  if (state.isFree() && isPartOf(inputEnd(link.screen), text)) {
    const second = state.prompted(taken, confirmMs);
    link.type(enter);
    if (await second) return delivered(link, text);
  }
  return 'unconfirmed';
}

function delivered(link: AgentLink, text: string): 'delivered' {
  keepPrompt(link.runDir, { text, sent: true, back: null });
  return 'delivered';
}

/**
 * Makes the box empty where what stands in it is ours: an attempt that was given up, or a prompt that came back because
 * the turn was broken off before the model said a word (`back`: it is to be said again). Else it is the person's.
 */
async function makeEmpty(link: AgentLink): Promise<'taken' | { readonly back: string | null }> {
  const found = await draftIn(link);
  if (found === '') return { back: null };
  const ours = keptPrompt(link.runDir);
  // A text that is taller than the screen has no box on it.
  if (ours === null || !isRestOf(found ?? inputEnd(link.screen), ours.text)) return 'taken';
  let idle = 0;
  for (let shown = inputEnd(link.screen); idle < mostIdleDeletions;) {
    if (!link.type(deleteLine)) return 'taken';
    await pause(showMs);
    const rest = await draftIn(link);
    if (rest === '') return { back: ours.sent ? ours.text : ours.back };
    const now = inputEnd(link.screen);
    if (!isPartOf(rest ?? now, ours.text)) return 'taken';
    idle = now === shown ? idle + 1 : 0;
    shown = now;
  }
  return 'taken';
}

/** What somebody has typed into the box; undefined when there is none. A hint in it is no draft. */
async function draftIn(link: AgentLink): Promise<string | undefined> {
  const box = inputBox(link.screen);
  if (box === undefined || box.text === '' || !box.atStart) return box?.text;
  // A hint, or a draft with its cursor at the start: only in a draft it can be moved.
  link.type(lineEnd);
  await pause(showMs);
  const after = inputBox(link.screen);
  return after?.atStart === true ? '' : after?.text;
}
