import type { Stage } from './stage.ts';
import type { TrueState } from './state-recording.ts';

/** From the start to a turn in which the model holds at `hold`. */
export async function begin(stage: Stage, hold: string): Promise<void> {
  stage.truth('starting', { or: 'working' });
  await working(stage, hold);
}

/** The model is asked, and holds: a turn is under way. */
export async function working(stage: Stage, hold: string, or?: TrueState): Promise<void> {
  await stage.model.reached(hold);
  stage.truth('working', or === undefined ? {} : { or });
  await stage.pause(1_500);
}

/** The model goes on, and this is what follows. It is left so for a while. */
export async function goesOn(stage: Stage, hold: string, state: TrueState): Promise<void> {
  stage.release(hold);
  stage.truth(state);
  await stage.pause(2_000);
}

/** The turn ends with the words of the model. `asks`: they ask the person something. */
export async function ends(stage: Stage, hold: string, asks = false): Promise<void> {
  stage.release(hold);
  stage.truth('resting', { asks });
  await stage.pause(3_000);
}

/** A key that the person presses in the terminal, and what is true from then on. */
export async function press(stage: Stage, keys: string | readonly string[], state: TrueState): Promise<void> {
  for (const [at, key] of [keys].flat().entries()) {
    if (at > 0) await stage.pause(250);
    stage.keys(key);
  }
  stage.truth(state);
  await stage.pause(1_500);
}

/** The person types a prompt into the terminal. */
export async function prompts(stage: Stage, text: string, hold: string): Promise<void> {
  stage.keys(text);
  await stage.pause(500);
  stage.keys('\r');
  stage.truth('working');
  await working(stage, hold);
}
