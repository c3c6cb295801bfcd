import type { Asked } from './asked.ts';
import type { Scenario, Turn } from './scenario.ts';

type Written = Scenario['conversations'][number];

/** Says which turn comes next, in each conversation of a scenario. */
export class Script {
  readonly #scenario: Scenario;
  readonly #places = new Map<Written, Place>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  /** The turn for this request, now used up; null when nothing is written for it. */
  next(asked: Asked): Turn | null {
    const conversation = this.#conversationOf(asked);
    if (conversation === null) return null;
    const place = this.#places.get(conversation) ?? new Place(conversation);
    this.#places.set(conversation, place);
    return place.next(`${asked.lastIs}: ${asked.last}`);
  }

  /** Whether the request is one that a scenario can be about, not one that the agent makes for its own ends. */
  isTurn(asked: Asked): boolean {
    return this.#scenario.toolless || asked.tools.length > 0;
  }

  /** The conversation whose title was said first. */
  #conversationOf(asked: Asked): Written | null {
    for (const said of asked.said) {
      const found = this.#scenario.conversations.find(({ title }) => title.test(said));
      if (found !== undefined) return found;
    }
    return null;
  }
}

/** How far a conversation is. */
class Place {
  readonly #written: Written;
  readonly #used = new Map<Turn, number>();

  constructor(written: Written) {
    this.#written = written;
  }

  next(last: string): Turn | null {
    const left = (turn: Turn) => (this.#used.get(turn) ?? 0) < turn.times;
    const holds = (turn: Turn) => turn.when === null || turn.when.test(last);
    const reaction = this.#written.reactions.find((turn) => left(turn) && holds(turn));
    const turn = reaction ?? this.#written.turns.find(left);
    if (turn === undefined || !holds(turn)) return null;
    this.#used.set(turn, (this.#used.get(turn) ?? 0) + 1);
    return turn;
  }
}
