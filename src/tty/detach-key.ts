import type { Clock, Timer } from './clock.ts';
import type { InputEvent } from './keys/input-event.ts';
import { parseKeyName } from './keys/key-names.ts';

export interface DetachKeyOptions {
  /** The key as people write it, 'ctrl-]' by default. */
  readonly key?: string;
  readonly clock: Clock;
  readonly onDetach: () => void;
}

/**
 * What becomes of an event: it goes to the session; it was the detach key and is dealt with here; or the session has just
 * been left and the event is for what is shown now.
 */
export type DetachVerdict = 'session' | 'taken' | 'left';

/** The key that leaves a session when nothing else is configured. */
export const defaultDetachKey = 'ctrl-]';
/** How long a second press may take to mean the key itself. */
const twiceWithin = 250;

/**
 * Recognises the key that leaves a session's full screen, in whatever encoding the terminal sends it. Pressed twice in a
 * row it goes to the session once.
 */
export class DetachKey {
  readonly #name: string;
  readonly #options: DetachKeyOptions;
  #timer: Timer | undefined;

  constructor(options: DetachKeyOptions) {
    this.#options = options;
    this.#name = parseKeyName(options.key ?? defaultDetachKey) ?? defaultDetachKey;
  }

  /** Looks at an event of the router before the session gets it. */
  take(event: InputEvent): DetachVerdict {
    if (event.kind === 'key-release' && event.name === this.#name) return 'taken';
    if (event.kind === 'key' && event.name === this.#name) {
      // Held down is not pressed twice.
      if (event.repeat) return 'taken';
      const second = this.#timer !== undefined;
      this.#disarm();
      if (second) return 'session';
      this.#timer = this.#options.clock.after(twiceWithin, () => this.#detach());
      return 'taken';
    }
    if (this.#timer === undefined || !isTyped(event)) return 'session';
    this.#detach();
    return 'left';
  }

  /** Forgets a first press, for when the session was left in another way. */
  cancel(): void {
    this.#disarm();
  }

  #detach(): void {
    this.#disarm();
    this.#options.onDetach();
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#options.clock.cancel(this.#timer);
    this.#timer = undefined;
  }
}

function isTyped(event: InputEvent): boolean {
  // A key without a name may be ctrl itself, pressed once more for the second time.
  return (event.kind === 'key' && event.name !== 'unknown') || event.kind === 'text' || event.kind === 'paste';
}
