import { reviewsWaiting } from '../../../src/core/model/world.ts';
import { Calendar } from './calendar.ts';
import { diceOf } from './dice.ts';
import { EventQueue } from './event-queue.ts';
import type { Scenario } from './scenarios.ts';
import { SimulatedAgents } from './simulated-agents.ts';
import { SimulatedPerson } from './simulated-person.ts';
import { SimulatedWorld } from './simulated-world.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const sampleMs = 15 * minuteMs;

/** What came of one scenario under one cap. */
export interface Outcome {
  /** Reviews that waited, sampled in working time. */
  readonly queueMean: number;
  readonly queueP95: number;
  /** The same over the last third without that over the first: whether it grows. */
  readonly growth: number;
  /** Working hours from ready to taken in hand. */
  readonly waitMean: number;
  readonly waitP95: number;
  readonly landedPerDay: number;
  /** Working time in which the person had nothing to do. */
  readonly idle: number;
  readonly conflicts: number;
  readonly capMean: number;
  /** How often the cap changed, per working day. */
  readonly capChanges: number;
  /** The first two weeks and the rest, for how long it takes to find its cap. */
  readonly capLast: number;
}

/** Weeks that are simulated before measuring begins: the measures and the queue are then as they will be. */
const warmUpDays = 14;

/** Lets this person and these agents work so many weeks under a fixed cap, or under `auto`. */
export function runScenario(
  scenario: Scenario,
  { cap, weeks, seed }: { cap: number | { readonly max: number }; weeks: number; seed: number },
): Outcome {
  const queue = new EventQueue(0);
  const calendar = new Calendar(scenario.away);
  const dice = diceOf(seed);
  const house = new SimulatedWorld(queue, cap);
  const agents = new SimulatedAgents({
    house,
    queue,
    scenario,
    dice: dice.apart(1),
    dayOf: () => calendar.day(queue.now),
  });
  const person = new SimulatedPerson({ house, agents, queue, scenario, dice: dice.apart(2), calendar });
  const waits: number[] = [];
  const samples: number[] = [];
  const caps: number[] = [];
  let [changes, lastCap] = [0, house.world.cap];
  let hand: number | null = null;
  house.onChange(() => {
    const { inHand, cap: now } = house.world;
    if (now !== lastCap) changes++;
    lastCap = now;
    if (inHand !== null && inHand.session !== hand) {
      const readyAt = house.session(inHand.session).readyAt ?? queue.now;
      if (queue.now > warmUpDays * dayMs) waits.push(calendar.workingMs(readyAt, queue.now) / (60 * minuteMs));
    }
    hand = inHand?.session ?? null;
  });
  house.fill();
  const [start, end] = [warmUpDays * dayMs, (warmUpDays + weeks * 7) * dayMs];
  const sample = (): void => {
    if (calendar.isWorking(queue.now) && queue.now >= start) {
      samples.push(reviewsWaiting(house.world) - (house.world.inHand === null ? 0 : 1));
      caps.push(house.world.cap);
    }
    queue.plan(queue.now + sampleMs, sample);
  };
  queue.plan(sampleMs, sample);
  queue.run(start);
  person.settle();
  const before = { idle: person.idleMs, landed: agents.landedAt.length, conflicts: agents.conflicts, changes };
  queue.run(end);
  person.settle();
  const days = calendar.daysWorked(end) - calendar.daysWorked(start);
  const third = Math.floor(samples.length / 3);
  return {
    queueMean: mean(samples),
    queueP95: percentile(samples, 0.95),
    growth: mean(samples.slice(-third)) - mean(samples.slice(0, third)),
    waitMean: mean(waits),
    waitP95: percentile(waits, 0.95),
    landedPerDay: (agents.landedAt.length - before.landed) / days,
    idle: (person.idleMs - before.idle) / calendar.workingMs(start, end),
    conflicts: (agents.conflicts - before.conflicts) / Math.max(1, agents.landedAt.length - before.landed),
    capMean: mean(caps),
    capChanges: (changes - before.changes) / days,
    capLast: lastCap,
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}
