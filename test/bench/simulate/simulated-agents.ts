import { type Session, heldMessages } from '../../../src/core/model/session.ts';
import type { Dice } from './dice.ts';
import type { EventQueue } from './event-queue.ts';
import { type Scenario, everywhere } from './scenarios.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const minuteMs = 60_000;

/** What is known of a task that only chance decides; drawn once, so that every cap meets the same tasks. */
interface Work {
  readonly dice: Dice;
  readonly minutes: number;
  lines: number;
  /** Parts of the work at which it asks, still to come. */
  asks: number[];
  /** Minutes of the present piece of work that are left. */
  left: number;
  day: number;
  /** Landings when it was last brought up to date. */
  landings: number;
}

/** Agents that work, ask, are red, repair and rework; all landings too. */
export class SimulatedAgents {
  readonly #house: SimulatedWorld;
  readonly #queue: EventQueue;
  readonly #scenario: Scenario;
  readonly #dice: Dice;
  readonly #dayOf: () => number;
  readonly #works = new Map<number, Work>();
  readonly #begun = new Set<string>();
  /** When each landing happened. */
  readonly landedAt: number[] = [];
  conflicts = 0;

  constructor(of: { house: SimulatedWorld; queue: EventQueue; scenario: Scenario; dice: Dice; dayOf: () => number }) {
    this.#house = of.house;
    this.#queue = of.queue;
    this.#scenario = of.scenario;
    this.#dice = of.dice;
    this.#dayOf = of.dayOf;
    of.house.onChange(() => this.#look());
  }

  /** Lines that the person has to read of it. */
  linesOf(session: number): number {
    return this.#work(session).lines;
  }

  /** The person sent it back. */
  rejected(session: number): void {
    const work = this.#work(session);
    this.#again(work, { part: everywhere.rework, reread: everywhere.reread });
  }

  #again(work: Work, { part, reread }: { part: number; reread: number }): void {
    work.left = work.minutes * part;
    work.lines = Math.max(1, Math.round(work.lines * reread));
    work.landings = this.landedAt.length;
  }

  #work(session: number): Work {
    const known = this.#works.get(session);
    if (known !== undefined) return known;
    const dice = this.#dice.apart(session);
    const { agentMinutes, lines, questionsPerTask } = this.#scenario;
    const day = this.#dayOf();
    const minutes = dice.around(agentMinutes, everywhere.agentSpread);
    const size = Math.max(1, Math.round(dice.around(lines(day), everywhere.linesSpread)));
    const asks = Array.from({ length: dice.count(questionsPerTask) }, () => dice.roll() * minutes).toSorted(
      (a, b) => b - a,
    );
    const work = { dice, minutes, lines: size, asks, left: minutes, day, landings: this.landedAt.length };
    this.#works.set(session, work);
    return work;
  }

  #look(): void {
    this.#house.fill();
    for (const session of Object.values(this.#house.world.sessions)) this.#follow(session);
  }

  #follow(session: Session): void {
    const { id, state, run, runs, round, landing } = session;
    if (state === 'preparing') this.#once(`prepare ${id}`, 1, () => this.#prepare(id));
    else if (run?.phase === 'wanted') this.#once(`run ${id} ${run.number}`, 0, () => this.#start(id, run.number));
    else if (state === 'checking' && run === null) {
      this.#once(`gate ${id} ${runs} ${round}`, everywhere.gateMinutes, () => this.#judge(id));
    } else if (state === 'landing' && landing !== null) {
      this.#once(`land ${id} ${landing.since}`, everywhere.landMinutes, () => this.#land(id));
    }
  }

  #once(key: string, minutes: number, act: () => void): void {
    if (this.#begun.has(key)) return;
    this.#begun.add(key);
    this.#queue.plan(this.#queue.now + minutes * minuteMs, act);
  }

  #prepare(id: number): void {
    this.#house.happened({ type: 'worktree.created', session: id, path: `/w/${id}`, branch: `b${id}`, base: 'target' });
    this.#house.happened({ type: 'setup.finished', session: id });
  }

  #start(id: number, run: number): void {
    this.#house.happened({ type: 'agent.started', session: id, run, pid: 1, takes: null });
    const messages = heldMessages(this.#house.session(id)).map(({ number }) => number);
    const told = { type: 'message.delivered', session: id, messages, by: 'start', request: `run-${run}` } as const;
    if (messages.length > 0) this.#house.happened(told);
    const work = this.#work(id);
    const asksAt = work.asks[0];
    const asks = asksAt !== undefined && asksAt < work.left;
    const minutes = asks ? work.left - asksAt : work.left;
    this.#queue.plan(this.#queue.now + minutes * minuteMs, () => {
      work.left -= minutes;
      if (asks) {
        work.asks.shift();
        const question = { text: '?', options: [], default: null, blocking: true };
        this.#house.happened({
          type: 'question.asked',
          session: id,
          request: `q${this.#queue.now}`,
          questions: [question],
        });
      }
      this.#house.happened({ type: 'agent.exited', session: id, run, exit: 0, signal: null, screen: [] });
    });
  }

  #judge(id: number): void {
    const work = this.#work(id);
    if (work.dice.happens(everywhere.red)) {
      work.left = work.minutes * everywhere.repair;
      this.#house.judged(id, { kind: 'red', lines: work.lines });
    } else this.#house.judged(id, { kind: 'green', lines: work.lines });
  }

  #land(id: number): void {
    const work = this.#work(id);
    const moved = this.landedAt.length - work.landings;
    if (work.dice.happens(1 - (1 - everywhere.conflict) ** moved)) {
      this.conflicts++;
      this.#again(work, { part: everywhere.mend, reread: everywhere.remend });
      this.#house.judged(id, { kind: 'red', lines: work.lines });
      return;
    }
    this.landedAt.push(this.#queue.now);
    this.#works.delete(id);
    this.#house.happened({ type: 'landing.finished', session: id, commit: 'target' });
  }
}
