import { z } from 'zod';

/**
 * What an agent's process is doing, as far as anything tells.
 * - `starting`: it runs and has not begun its first turn.
 * - `working`: a turn is under way.
 * - `retrying`: a turn is under way, and its model does not answer; it tries again by itself.
 * - `background`: the turn is over, and something it started goes on and will wake it.
 * - `held`: the turn is over, and the agent waits at its end for our word (a held end-of-turn hook).
 * - `resting`: the turn is over; its input waits.
 * - `unknown`: nothing decides. Shown as such: a wrong "resting" costs more than this.
 */
export const activities = ['unknown', 'starting', 'working', 'retrying', 'background', 'held', 'resting'] as const;
export type Activity = (typeof activities)[number];

/** What a question of an agent's own dialog is about. `menu`: something only its terminal can answer, or its keys. */
export const dialogKinds = ['question', 'permission', 'menu'] as const;

/** One question of a dialog that the agent shows. */
export const dialogQuestionSchema = z.object({
  text: z.string(),
  /** What it is about in full: a command, a change; null when the text says all. */
  detail: z.string().nullable(),
  /** Labels; the answer is one of them (of `multiple`: several, joined by ", "), or free text where that is taken. */
  options: z.array(z.string()),
  default: z.string().nullable(),
  multiple: z.boolean(),
  /** A text that is none of the options is an answer too. */
  freeText: z.boolean(),
});
export type DialogQuestion = z.infer<typeof dialogQuestionSchema>;

/** Who ended a dialog: we with the person's answer, the person in the agent's own terminal, or the agent itself. */
export const closers = ['signalbox', 'terminal', 'agent'] as const;

/**
 * What an adapter says about its agent. `rule` names the signal that decided, in words for `signalbox show --why`:
 * `hook Stop`, `registry: waiting for permission prompt`, `title "Ready"`.
 */
export type Report =
  /** `words`: what exactly, one line (`Bash npm test`, `529 overloaded, attempt 2`); null when there is nothing to add. */
  | { readonly kind: 'activity'; readonly activity: Activity; readonly words: string | null; readonly rule: string }
  /** A dialog opened. The same `dialog` again is the same dialog. Every dialog is blocking. */
  | {
      readonly kind: 'dialog-opened';
      readonly dialog: string;
      readonly about: (typeof dialogKinds)[number];
      readonly questions: readonly DialogQuestion[];
      readonly rule: string;
    }
  /** A dialog is gone and not by our answer. `overruled`: that was given, and came too late. */
  | {
      readonly kind: 'dialog-closed';
      readonly dialog: string;
      readonly by: Exclude<(typeof closers)[number], 'signalbox'>;
      readonly overruled?: true;
      readonly rule: string;
    }
  /**
   * A turn has ended of itself. `words`: the agent's last words, whole. `background`: what still runs and will wake it,
   * one line each: then the turn's end is no finish. `held`: the agent waits at its end for our word.
   */
  | {
      readonly kind: 'turn-ended';
      readonly words: string | null;
      readonly background: readonly string[];
      readonly held: boolean;
      readonly rule: string;
    }
  /** A turn was broken off by the person, in the agent's terminal: its input rests, and nothing is finished. */
  | { readonly kind: 'interrupted'; readonly rule: string }
  /** A turn ended because the model or the account failed: a person is needed. */
  | { readonly kind: 'turn-failed'; readonly reason: string; readonly rule: string }
  /** A prompt was taken, whoever gave it: a turn begins. */
  | { readonly kind: 'prompted'; readonly text: string | null; readonly rule: string }
  /** The agent's own name for the conversation, with which it resumes it. */
  | { readonly kind: 'conversation'; readonly id: string }
  /** The agent's own helpers, one line (`2 subagents: tests, docs`); null: none. Never a reason to ping. */
  | { readonly kind: 'sub-work'; readonly words: string | null; readonly rule: string };
