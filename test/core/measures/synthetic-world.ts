import { nextAdmissible } from '../../../src/core/rules/admission.ts';
import type { Event, Recorded } from '../../../src/core/model/events.ts';
import type { Reading } from '../../../src/core/model/review-notes.ts';
import type { RejectionReason } from '../../../src/core/model/task.ts';
import { type World, emptyWorld } from '../../../src/core/model/world.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { configOf, foundThat, ran, taskOf, verdictOf } from '../worlds.ts';

/** A made-up world: weeks of a person with several agents, by the real events and the real reducer. */
export interface Synthetic {
  readonly world: World;
  readonly log: readonly Recorded[];
  /** The moment up to which it goes. */
  readonly now: number;
}

const plainCheck = { parallel: false, commit_exact: false };
const minute = 60_000;
const day = 24 * 60 * minute;

/** The same numbers for the same seed: a small generator of evenly spread ones in 0..1 (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Makes a world of so many sessions that ended, and a few that are under way, over so many days up to `now`. */
export function syntheticWorld(of: { sessions: number; days: number; now: number; seed?: number }): Synthetic {
  const teller = new Teller(of.now - of.days * day, dice(of.seed ?? 1));
  const each = (of.days * day) / of.sessions;
  for (let index = 0; index < of.sessions; index++) {
    teller.at = Math.max(teller.at, of.now - of.days * day + index * each);
    teller.session(index);
  }
  const now = Math.max(of.now, teller.at + 40 * minute);
  teller.at = now - 30 * minute;
  teller.happen({ type: 'person.came' });
  teller.happen({ type: 'person.left' });
  teller.meanwhile();
  return { world: teller.world, log: teller.log, now };
}

const titles = [
  'Debounce the search field',
  'Retry transient upload failures',
  'Rename the configuration keys',
  'Keep the playback buffer at 8 MiB',
  'Show the offline state',
  'Drop the old endpoint',
  'Measure the cold start',
  'Sort the volume list',
];
const reasons: readonly RejectionReason[] = ['unclear', 'unclear', 'unclear', 'clash', 'verification', 'approach'];

/** Tells what happens, one step after the other. */
class Teller {
  world: World = emptyWorld;
  readonly log: Recorded[] = [];
  at: number;
  readonly #dice: () => number;

  constructor(start: number, roll: () => number) {
    this.at = start;
    this.#dice = roll;
    const checks = [
      { name: 'types', run: 'npm run types', timeout: 600_000, ...plainCheck },
      { name: 'test', run: 'npm test', timeout: 600_000, ...plainCheck },
    ];
    this.happen({ type: 'limits.changed', cap: 4, reviewLimit: 4 });
    this.happen({ type: 'repo.opened', repo: 'r', root: '/home/me/acme-app', name: 'acme-app', target: 'main' });
    this.happen({ type: 'repo.trusted', repo: 'r', target: 'main', hash: 'h', config: configOf({ checks }) });
    this.happen({ type: 'target.moved', repo: 'r', commit: 'target0' });
  }

  happen(event: Event): void {
    let next: Event | null = event;
    while (next !== null) {
      const recorded = { seq: this.world.seq + 1, at: Math.round(this.at), event: next };
      this.world = reduce(this.world, recorded);
      this.log.push(recorded);
      const admitted = nextAdmissible(this.world);
      next = admitted === null ? null : { type: 'session.admitted', session: admitted.id };
    }
  }

  /** One session from its task to its end. */
  session(index: number): void {
    const roll = this.#dice;
    const id = this.#start(index);
    if (roll() < 0.5) this.#asks(id, index);
    this.#works(20 + roll() * 30);
    const stops = this.world.sessions[id]?.task.stop.length !== 0;
    if (roll() < 0.25) this.#red(id);
    if (roll() < 0.05) {
      this.#stuck(id);
      return;
    }
    this.#green(id);
    this.#works(roll() * 60);
    if (roll() < (stops ? 0.1 : 0.4)) this.#reject(id, reasons[index % reasons.length] ?? 'unclear');
    this.#approve(id, roll() < 0.1);
  }

  /** What is under way at the end, and what happened after the person left. */
  meanwhile(): void {
    const [asks, ready, stuck, works] = [1, 2, 3, 4].map((each) => this.#start(each));
    if (asks === undefined || ready === undefined || stuck === undefined || works === undefined) return;
    this.#works(4);
    this.#asked(asks, 'Keep the old endpoint for a release?');
    this.#works(3);
    this.#green(ready);
    this.#works(5);
    this.happen({
      type: 'session.blocked',
      session: stuck,
      request: 'request-b',
      reason: 'which of both specs holds?',
    });
    this.#red(works);
    this.#works(2);
    this.#red(works);
  }

  #start(index: number): number {
    const id = this.world.nextId;
    const title = titles[index % titles.length] ?? 'a task';
    const stop = index % 3 === 0 ? [] : ['when the interface has to change'];
    const agent = index % 4 === 0 ? 'codex' : 'claude';
    const kind = index % 9 === 0 ? 'judgement' : 'isolated';
    this.happen({
      type: 'task.created',
      session: id,
      repo: 'r',
      task: taskOf({ title, stop, agent, kind, scope: index % 2 === 0 ? ['src/**'] : [] }),
    });
    this.#works(0.5);
    this.happen({ type: 'worktree.created', session: id, path: `/w/${id}`, branch: `b${id}`, base: 'target0' });
    this.happen({ type: 'setup.finished', session: id });
    this.happen({ type: 'agent.started', session: id, run: 1, pid: 100 + id, takes: 'any time' });
    return id;
  }

  #works(minutes: number): void {
    this.at += minutes * minute;
  }

  #asked(session: number, text: string): void {
    const question = { text, options: ['yes', 'no'], default: 'yes', blocking: true };
    this.happen({ type: 'question.asked', session, request: `request-${this.world.seq}`, questions: [question] });
    this.happen({ type: 'agent.waited', session, waiting: true });
  }

  #asks(session: number, index: number): void {
    this.#works(5);
    this.#asked(session, 'Debounce on keypress or on idle?');
    const number = this.world.sessions[session]?.questions.length ?? 1;
    const kept = index % 5 === 0;
    if (!kept) this.#works(1 + this.#dice() * 25);
    const by = kept ? { convention: 'debounce' } : {};
    const text = this.#dice() < 0.6 ? 'yes' : 'no';
    if (!kept) this.#sitsDown();
    this.happen({ type: 'question.answered', session, question: number, text, ...by });
    this.happen({ type: 'answers.sent', session });
    this.happen({ type: 'agent.waited', session, waiting: false });
  }

  #handsIn(session: number): void {
    const request = `request-${this.world.seq}`;
    this.happen({ type: 'work.finished', session, request, summary: 'did it', evidence: [] });
    this.#works(1.5);
  }

  #red(session: number): void {
    this.#handsIn(session);
    const reason = { kind: 'check', name: 'test', run: 'npm test', exit: 1, tail: '1 failed' } as const;
    const verdict = verdictOf(this.world, {
      kind: 'red',
      snapshot: `s${this.world.seq}`,
      reasons: [reason],
      checks: [ran('green', { name: 'types', ms: 8000 }), ran('red', { name: 'test', ms: 40_000 })],
    });
    this.happen({ type: 'gate.finished', session, verdict });
    this.#works(6);
  }

  #green(session: number): void {
    this.#handsIn(session);
    const flaky = this.#dice() < 0.04;
    const test = flaky ? ran('flaky', { name: 'test', ms: 90_000 }) : ran('green', { name: 'test', ms: 41_000 });
    const verdict = verdictOf(this.world, {
      kind: flaky ? 'flaky' : 'green',
      files: [{ path: 'src/search.ts', status: 'modified', added: 60, removed: 20 }],
      checks: [ran('green', { name: 'types', ms: 8000 }), test],
      findings: flaky ? [foundThat('a test is flaky')] : [],
    });
    this.happen({ type: 'gate.finished', session, verdict });
    const { runs = 1, run } = this.world.sessions[session] ?? {};
    if (run != null) this.happen({ type: 'agent.exited', session, run: runs, exit: 0, signal: null, screen: [] });
  }

  #stuck(session: number): void {
    this.happen({ type: 'session.blocked', session, request: 'request-s', reason: 'it is unclear which API is meant' });
    this.happen({ type: 'session.discarded', session, reason: 'discarded by hand' });
    const { runs = 1 } = this.world.sessions[session] ?? {};
    this.happen({ type: 'agent.exited', session, run: runs, exit: null, signal: 'SIGTERM', screen: [] });
  }

  #reading(minutes: number): Reading {
    const lines = 40 + Math.round(this.#dice() * 120);
    const unread = this.#dice() < 0.15 ? 1 : 0;
    return { ms: Math.round(minutes * minute), files: 4, unread, lines, readLines: unread === 0 ? lines : lines - 20 };
  }

  /** After half an hour without anything the next sitting begins. */
  #sitsDown(): void {
    const { sitting } = this.world.pace;
    if (sitting === null || this.at - sitting.lastAt > 30 * minute) this.happen({ type: 'sitting.began' });
  }

  #reads(session: number): Reading {
    this.#sitsDown();
    this.happen({ type: 'review.taken', session });
    const minutes = 4 + this.#dice() * 16;
    this.#works(minutes);
    return this.#reading(minutes);
  }

  #reject(session: number, reason: RejectionReason): void {
    const reading = this.#reads(session);
    this.happen({ type: 'review.rejected', session, note: 'not like this', reason, reading });
    const { runs = 1 } = this.world.sessions[session] ?? {};
    this.happen({ type: 'agent.started', session, run: runs, pid: 100 + session, takes: 'any time' });
    this.#works(15);
    this.#green(session);
    this.#works(10);
  }

  #approve(session: number, byCommand: boolean): void {
    const reading = this.#reads(session);
    const acknowledged = reading.unread > 0 ? ['unread', 'findings', 'flaky'] : ['findings', 'flaky'];
    const about = { snapshot: 'snap', candidate: 'cand', acknowledged };
    this.happen({ type: 'review.approved', session, ...about, ...(byCommand ? {} : { reading }) });
    this.#works(1);
    this.happen({ type: 'landing.finished', session, commit: `c${session}`.padEnd(40, '0') });
  }
}
