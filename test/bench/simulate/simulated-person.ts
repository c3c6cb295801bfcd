import { answerQuestion } from '../../../src/core/decide/questions.ts';
import { approveReview, rejectReview, takeReview } from '../../../src/core/decide/review.ts';
import { resumeSession } from '../../../src/core/decide/task.ts';
import { openQuestions } from '../../../src/core/model/session.ts';
import type { Reading } from '../../../src/core/model/review-notes.ts';
import { sessionsOf } from '../../../src/core/model/world.ts';
import { skimmed } from '../../../src/core/rules/reading-speed.ts';
import { reviewQueue } from '../../../src/core/rules/review-queue.ts';
import type { Calendar } from './calendar.ts';
import type { Dice } from './dice.ts';
import type { EventQueue } from './event-queue.ts';
import { type Scenario, everywhere } from './scenarios.ts';
import type { SimulatedAgents } from './simulated-agents.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const minuteMs = 60_000;
/** A dashboard says so often that the item in hand is being read, minutes. */
const saysRead = 5;

/** Who a person is, and what they work with. */
interface PersonOf {
  readonly house: SimulatedWorld;
  readonly agents: SimulatedAgents;
  readonly queue: EventQueue;
  readonly scenario: Scenario;
  readonly dice: Dice;
  readonly calendar: Calendar;
}

/**
 * The one person: answers what is asked, then takes the next review, as long as it is working time; is called away now and then;
 * notices what comes while there is nothing to do.
 */
export class SimulatedPerson {
  readonly #of: PersonOf;
  #busy = false;
  /** Since when there is nothing to do; null: there is. */
  #idleSince: number | null;
  /** Working time without anything to do, and being called away, ms. */
  idleMs = 0;
  calledAwayMs = 0;

  constructor(of: PersonOf) {
    this.#of = of;
    this.#idleSince = of.queue.now;
    of.house.onChange(() => this.#notice());
  }

  /** Takes the idle time up to now into account. */
  settle(): void {
    const { queue, calendar } = this.#of;
    if (this.#idleSince === null) return;
    this.idleMs += calendar.workingMs(this.#idleSince, queue.now);
    this.#idleSince = queue.now;
  }

  #hasWork(): boolean {
    const { world } = this.#of.house;
    return sessionsOf(world).some(
      (session) => session.state === 'ready' || session.state === 'stuck' || openQuestions(session).length > 0,
    );
  }

  /** Something has changed: if there is something to do for one who had nothing, they notice it soon, at the latest in the morning. */
  #notice(): void {
    if (this.#busy || !this.#hasWork()) return;
    this.#busy = true;
    const { queue, dice } = this.#of;
    this.#in(dice.between(0, 2 * everywhere.noticeMinutes), () => {
      if (this.#idleSince !== null) this.idleMs += this.#of.calendar.workingMs(this.#idleSince, queue.now);
      this.#idleSince = null;
      this.#next();
    });
  }

  /** After so much working time. */
  #in(minutes: number, act: () => void): void {
    const { queue, calendar } = this.#of;
    queue.plan(calendar.after(queue.now, minutes * minuteMs), act);
  }

  #next(): void {
    const { house, dice, queue } = this.#of;
    const asking = sessionsOf(house.world).find((session) => openQuestions(session).length > 0);
    const stuck = sessionsOf(house.world).find(({ state }) => state === 'stuck');
    if (asking !== undefined) this.#answer(asking.id);
    else if (reviewQueue(house.world).length > 0) this.#review();
    else if (stuck !== undefined) {
      this.#work(dice.around(5, everywhere.personSpread), () =>
        house.decided(resumeSession(house.world, { id: stuck.id, note: 'try again' })),
      );
    } else {
      this.#busy = false;
      this.#idleSince = queue.now;
    }
  }

  /** Does something that takes so long, is perhaps called away, and goes on. */
  #work(minutes: number, done: () => void): void {
    const { dice } = this.#of;
    this.#in(minutes, () => {
      done();
      const away = dice.happens(1 - Math.exp((-minutes / 60) * everywhere.interruptsPerHour));
      const pause = away ? dice.around(everywhere.interruptMinutes, everywhere.personSpread) : 0;
      this.calledAwayMs += pause * minuteMs;
      this.#in(pause, () => this.#next());
    });
  }

  #answer(id: number): void {
    const { house, dice, scenario } = this.#of;
    this.#work(dice.around(scenario.minutesPerQuestion, everywhere.personSpread), () => {
      const question = openQuestions(house.session(id))[0]?.number;
      if (question !== undefined) house.decided(answerQuestion(house.world, { id, question, text: 'yes' }));
    });
  }

  #review(): void {
    const { house, agents, queue, scenario, dice, calendar } = this.#of;
    house.decided(takeReview(house.world, null));
    const id = house.world.inHand?.session;
    if (id === undefined) throw new Error('nothing was taken in hand');
    const lines = agents.linesOf(id);
    const rate = scenario.linesPerHour(calendar.hour(queue.now), calendar.day(queue.now));
    const minutes = dice.around(scenario.reviewMinutes + (lines / rate) * 60, everywhere.personSpread);
    for (let read = saysRead; read < minutes; read += saysRead) {
      this.#in(read, () => house.happened({ type: 'review.read', session: id, ms: saysRead * minuteMs }));
    }
    this.#work(minutes, () => this.#decide(id, { lines, minutes }));
  }

  #decide(id: number, { lines, minutes }: { lines: number; minutes: number }): void {
    const { house, agents, dice } = this.#of;
    const reading: Reading = { ms: minutes * minuteMs, files: 1, unread: 0, lines, readLines: lines };
    if (dice.happens(everywhere.rejected)) {
      agents.rejected(id);
      house.decided(rejectReview(house.world, { id, note: 'no', reason: null, reading }));
    } else {
      const acknowledged = skimmed(reading).map(({ word }) => word);
      house.decided(approveReview(house.world, { id, acknowledged, reading }));
    }
  }
}
