import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '../../core/has-code.ts';
import type { AgentLink } from '../adapter.ts';
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
/** How long a key may take to show, ms, and how often one line of a draft is deleted at most. */
const showMs = 80;
const mostDeletions = 400;

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
  text: string,
  { link, state }: { link: AgentLink; state: InputState },
): Promise<'delivered' | 'later' | 'unconfirmed'> {
  const draft = new OwnDraft(link.runDir);
  if (!state.rests() || !(await makeEmpty(link, draft))) return 'later';
  draft.keep(text);
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
  if (await first) return draft.sent();
  // An Enter that comes before the box is ready is lost.
  if (state.isFree() && isPartOf(inputEnd(link.screen), text)) {
    const second = state.prompted(taken, confirmMs);
    link.type(enter);
    if (await second) return draft.sent();
  }
  return 'unconfirmed';
}

/** Whether the box is there and empty, once what is left of an earlier attempt of ours is taken out of it. */
async function makeEmpty(link: AgentLink, draft: OwnDraft): Promise<boolean> {
  const found = await draftIn(link);
  if (found === undefined || found === '') return found === '';
  const ours = draft.kept();
  if (ours === null || !isRestOf(found, ours)) return false;
  for (let left = mostDeletions; left > 0; left--) {
    if (!link.type(deleteLine)) return false;
    await pause(showMs);
    const rest = await draftIn(link);
    if (rest === undefined || (rest !== '' && !isPartOf(rest, ours))) return false;
    if (rest === '') return true;
  }
  return false;
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

/** The text that is being typed, kept so that a later daemon can tell it from a draft of the person's. */
class OwnDraft {
  readonly #file: string;

  constructor(runDir: string) {
    this.#file = join(runDir, 'claude-typing.txt');
  }

  keep(text: string): void {
    writeFileSync(this.#file, text, { mode: 0o600 });
  }

  kept(): string | null {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null;
      throw error;
    }
  }

  /** It is in the conversation. */
  sent(): 'delivered' {
    rmSync(this.#file, { force: true });
    return 'delivered';
  }
}
