import { setTimeout as pause } from 'node:timers/promises';
import type { MessageIds } from '../run-files.ts';
import type { OpencodeServer } from '../server.ts';

/** Between two looks, ms. A turn that is to begin has begun by the second one. */
const lookEachMs = 1000;
/** So often a prompt is given again, before it is left to the person. */
const mostTimes = 5;

interface Given {
  readonly conversation: string;
  readonly ids: MessageIds;
  readonly text: string;
}

/**
 * Sees to it that a prompt is answered. One that comes in the moment in which a turn ends is kept and not read (seen
 * after a failed turn): the conversation then rests with it. Given again under the same ids it is still one message,
 * and is read.
 */
export class PromptWatch {
  readonly #server: OpencodeServer;
  readonly #closed: AbortSignal;
  readonly #log: (what: string, thrown?: unknown) => void;
  #given: Given | null = null;

  constructor(server: OpencodeServer, closed: AbortSignal, log: (what: string, thrown?: unknown) => void) {
    this.#server = server;
    this.#closed = closed;
    this.#log = log;
  }

  given(given: Given): void {
    this.#given = given;
    void this.#follow(given);
  }

  /** The person has broken off a turn: what was queued behind it is not wanted any more. */
  drop(conversation: string): void {
    if (this.#given?.conversation === conversation) this.#given = null;
  }

  async #follow(given: Given): Promise<void> {
    let rested = false;
    for (let times = 0; times < mostTimes;) {
      await pause(lookEachMs, undefined, { signal: this.#closed }).catch(() => {});
      if (this.#closed.aborted || this.#given !== given) return;
      try {
        const last = await this.#server.lastMessage(given.conversation);
        if (last === null || (last.info.role === 'assistant' && last.info.id > given.ids.message)) return;
        const rests = await this.#server.isIdle(given.conversation);
        if (rests && rested && this.#given === given) {
          this.#log('a prompt was left unanswered and is given again');
          times += 1;
          await this.#server.prompt(given.conversation, given.ids, given.text);
        }
        rested = rests;
      } catch (thrown) {
        if (this.#closed.aborted) return;
        times += 1;
        this.#log('whether a prompt is answered could not be read', thrown);
      }
    }
  }
}
