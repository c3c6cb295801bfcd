import { followUp } from '../../src/core/rules/follow-up.ts';
import { type RepositoryConfig, repositoryConfigSchema } from '../../src/core/model/config.ts';
import type { Decision } from '../../src/core/decide/decision.ts';
import { decideReport } from '../../src/core/decide/report.ts';
import type { Event, Recorded } from '../../src/core/model/events.ts';
import { reduce } from '../../src/core/reduce.ts';
import type { Report } from '../../src/core/model/report.ts';
import type { Session } from '../../src/core/model/session.ts';
import type { Task } from '../../src/core/model/task.ts';
import { type CheckResult, type Verdict, blankVerdict, plainResult } from '../../src/core/model/verdict.ts';
import { type World, emptyWorld } from '../../src/core/model/world.ts';

/** A world that is moved by events as the daemon moves it: admission follows each step. Time is a counter. */
export class Story {
  world: World = emptyWorld;
  readonly log: Recorded[] = [];
  #at = 1_000_000;

  constructor(limits: { cap?: number; reviewLimit?: number; config?: Partial<RepositoryConfig> } = {}) {
    this.happened(
      { type: 'limits.changed', cap: limits.cap ?? 3, reviewLimit: limits.reviewLimit ?? 3 },
      { type: 'repo.opened', repo: 'r', root: '/r', name: 'r', target: 'main' },
      {
        type: 'repo.trusted',
        repo: 'r',
        target: 'main',
        hash: 'h',
        config: configOf(limits.config ?? {}),
      },
      { type: 'target.moved', repo: 'r', commit: 'target0' },
    );
  }

  happened(...events: Event[]): void {
    this.#at += 1000;
    let next: readonly Event[] = events;
    while (next.length > 0) {
      for (const event of next) {
        const recorded = { seq: this.world.seq + 1, at: this.#at, event };
        this.world = reduce(this.world, recorded);
        this.log.push(recorded);
      }
      next = followUp(this.world);
    }
  }

  /** Takes the decision's events, or gives the refusal's sentence. */
  decided(decision: Decision): string | null {
    if ('refused' in decision) return decision.refused.message;
    this.happened(...decision.events);
    return null;
  }

  session(id: number): Session {
    const session = this.world.sessions[id];
    if (session === undefined) throw new Error(`no session ${id}`);
    return session;
  }

  /** Queues a task and gives its number. */
  task(task: Partial<Task> = {}): number {
    const session = this.world.nextId;
    this.happened({ type: 'task.created', session, repo: 'r', task: taskOf(task) });
    return session;
  }

  /** From the queue to an agent at work; the session must have been admitted. */
  atWork(id: number, takes: NonNullable<Session['run']>['takes'] = null): void {
    this.happened({
      type: 'worktree.created',
      session: id,
      path: `/w/${id}`,
      branch: `b${id}`,
      base: 'target0',
    });
    this.happened({ type: 'setup.finished', session: id });
    this.started(id, takes);
  }

  /** `takes`: when the agent takes messages; null is a plain command. */
  started(id: number, takes: NonNullable<Session['run']>['takes'] = null): void {
    this.happened({
      type: 'agent.started',
      session: id,
      run: this.session(id).runs,
      pid: 100 + id,
      takes,
    });
  }

  /** What an adapter says of its agent. */
  reported(id: number, report: Report): void {
    const session = this.session(id);
    const request = `report-${this.world.seq}`;
    this.decided(decideReport(session, { run: session.runs, report, request }));
  }

  exited(id: number, exit: number | null = 0): void {
    this.happened({
      type: 'agent.exited',
      session: id,
      run: this.session(id).runs,
      exit,
      signal: null,
      screen: [],
    });
  }

  judged(id: number, verdict: Partial<Verdict>): void {
    this.happened({ type: 'gate.finished', session: id, verdict: verdictOf(this.world, verdict) });
  }

  /** A queued, admitted task brought to ready. */
  ready(id: number): void {
    this.atWork(id);
    this.exited(id);
    this.judged(id, { kind: 'green' });
  }
}

export function configOf(config: Partial<RepositoryConfig>): RepositoryConfig {
  return repositoryConfigSchema.parse({
    agents: { script: { command: ['true'] } },
    agent: 'script',
    ...config,
  });
}

export function taskOf(task: Partial<Task>): Task {
  return {
    title: 'a task',
    prompt: 'do it',
    kind: 'isolated',
    scope: [],
    checks: [],
    stop: [],
    agent: 'script',
    priority: 0,
    after: [],
    ...task,
  };
}

/** A check's run; `ms`: how long it took. */
export function ran(outcome: CheckResult['outcome'] = 'green', { name = 'test', ms = 1000 } = {}): CheckResult {
  return {
    name,
    run: name,
    outcome,
    exit: outcome === 'green' ? 0 : 1,
    durationMs: ms,
    log: '',
    tail: '',
    ...plainResult,
  };
}

/** A check that was red and then green; `known`: what it is known by. */
export function flakyRun(known: 'target' | 'ledger' | null): CheckResult {
  const flake = { tests: [], runs: 5, reds: 2, targetRuns: 3, targetReds: known === 'target' ? 1 : 0, known };
  return { ...ran('flaky'), flake };
}

/** What is found that a person is to know of. */
export function foundThat(says: string, line = 1): Verdict['findings'][number] {
  const policy = 'acknowledge' as const;
  return { rule: 'test-removed', certain: true, file: 'a.test.ts', line, side: 'target', says, policy };
}

/** A check that is red on the target as it is. */
export function targetRedReason(name = 'test'): Verdict['reasons'][number] {
  return { kind: 'target', target: 'main', name, run: name, exit: 1, tail: 'boom' };
}

export function verdictOf(world: World, verdict: Partial<Verdict>): Verdict {
  return {
    ...blankVerdict,
    kind: 'green',
    snapshot: 'snap',
    target: world.repos['r']?.targetCommit ?? '',
    candidate: `cand${world.seq}`,
    tree: `tree${world.seq}`,
    checks: [ran()],
    startedAt: 0,
    finishedAt: 0,
    ...verdict,
  };
}
