import { expect } from 'vitest';
import type { Effect } from '../../src/core/rules/wanted.ts';
import type { Verdict } from '../../src/core/model/verdict.ts';
import { Passed, passed } from '../../src/gate/landing/passed.ts';
import { type Story, flakyRun, foundThat, ran, targetRedReason } from './worlds.ts';

type LandingEffect = Extract<
  Effect,
  { kind: 'gate.run' | 'landing.carry-out' | 'batch.run' | 'batch.carry-out' | 'pull-request.carry-out' }
>;

/** Everything a gate may say, by number. */
export const verdicts: readonly ((n: number) => Partial<Verdict>)[] = [
  () => ({ kind: 'green' }),
  () => ({ kind: 'red', reasons: [{ kind: 'conflict', files: ['f'], target: 'main' }], candidate: '' }),
  () => ({ kind: 'green', checks: [flakyRun('ledger')] }),
  () => ({ kind: 'unchecked', checks: [] }),
  () => ({ kind: 'unchanged', candidate: '', checks: [] }),
  () => ({ kind: 'infrastructure', checks: [ran('infrastructure')] }),
  () => ({ kind: 'flaky', checks: [flakyRun(null)] }),
  () => ({ kind: 'target-red', checks: [ran('red')], reasons: [targetRedReason()] }),
  (n) => ({ kind: 'green', findings: [foundThat(`test ${n % 3} was removed`, n)] }),
  () => ({ kind: 'green' }),
];

/**
 * Carries out what has to do with gates and landings as the edge does, with any result that can have; the edge's own
 * demands hold each time: what is to land has passed, and nothing lands twice.
 */
export function carryOutLanding(story: Story, effect: LandingEffect, luck: number): void {
  const session = story.session(effect.session);
  const isTampered = (story.world.repos['r']?.tampered.length ?? 0) > 0;
  const mayBegin = effect.kind !== 'gate.run' && effect.kind !== 'batch.run' && session.landing?.intent === null;
  if (isTampered && mayBegin && session.landing?.pullRequest === null && session.verdict?.kind !== 'unchanged') {
    const ids = effect.kind === 'batch.carry-out' ? effect.sessions : [session.id];
    story.happened(...ids.map((id) => ({ type: 'landing.blocked', session: id, why: 'git was changed' }) as const));
    return;
  }
  switch (effect.kind) {
    case 'gate.run': {
      const verdict = verdicts[luck % verdicts.length]?.(luck) ?? {};
      if (luck % 4 === 0) story.happened({ type: 'gate.progressed', session: session.id, doing: 'test' });
      const snapshot = effect.purpose === 'round' ? `s${luck}` : (session.verdict?.snapshot ?? '');
      story.judged(session.id, { snapshot, ...verdict });
      return;
    }
    case 'landing.carry-out': {
      const { verdict, approval, landing } = session;
      if (verdict === null || approval === null || landing === null) throw new Error('nothing was approved');
      const commit = verdict.kind === 'unchanged' ? null : verdict.candidate;
      const pass = passed(verdict, approval.acknowledged);
      if (commit !== null && landing.intent === null) expect(pass?.target).toBe(story.world.repos['r']?.targetCommit);
      if (luck % 5 === 0) story.happened({ type: 'landing.blocked', session: session.id, why: 'dirty' });
      else if (luck % 5 === 1)
        story.happened({ type: 'landing.outdated', session: session.id, target: elsewhere(story) });
      else if (luck % 5 === 2 && commit !== null && landing.intent === null)
        story.happened({
          type: 'landing.intended',
          session: session.id,
          from: verdict.target,
          to: commit,
          checkouts: [],
        });
      else story.happened({ type: 'landing.finished', session: session.id, commit });
      return;
    }
    case 'batch.run': {
      const { repo, target, sessions } = effect.batch;
      const leftOut = luck % 5 === 0 ? sessions.slice(1, 2) : [];
      const members = sessions
        .filter((id) => !leftOut.includes(id))
        .map((id) => ({ session: id, candidate: `b${story.world.seq}-${id}`, tree: `t${id}` }));
      const verdict = luck % 3 === 0 || members.length < 2 ? 'red' : 'green';
      story.happened({ type: 'batch.judged', repo, target, members, leftOut, verdict, checks: [ran('green')] });
      return;
    }
    case 'batch.carry-out': {
      const sessions = effect.sessions.map((id) => story.session(id));
      const passes = sessions.flatMap(({ verdict, approval }) =>
        verdict === null || approval === null ? [] : (passed(verdict, approval.acknowledged) ?? []),
      );
      const pass = passes.length === sessions.length ? Passed.chain(passes) : undefined;
      expect(pass).toBeDefined();
      const { target: from = '', candidate: to = '' } = pass ?? {};
      if (session.landing?.intent === null) expect(from).toBe(story.world.repos['r']?.targetCommit);
      const each = <Event>(event: (id: number) => Event): Event[] => effect.sessions.map((id) => event(id));
      if (luck % 5 === 0)
        story.happened(...each((id) => ({ type: 'landing.blocked', session: id, why: 'dirty' }) as const));
      else if (luck % 5 === 1)
        story.happened(...each((id) => ({ type: 'landing.outdated', session: id, target: elsewhere(story) }) as const));
      else if (luck % 5 === 2 && session.landing?.intent === null)
        story.happened(...each((id) => ({ type: 'landing.intended' as const, session: id, from, to, checkouts: [] })));
      else
        story.happened(
          ...sessions.map(({ id, verdict }) => {
            return { type: 'landing.finished', session: id, commit: verdict?.candidate ?? '' } as const;
          }),
        );
      return;
    }
    case 'pull-request.carry-out': {
      const { verdict, approval, landing } = session;
      if (landing?.pullRequest == null) {
        expect(verdict !== null && approval !== null && passed(verdict, approval.acknowledged)).toBeTruthy();
        if (luck % 3 === 0) story.happened({ type: 'landing.blocked', session: session.id, why: 'gh is missing' });
        else story.happened({ type: 'pull-request.opened', session: session.id, url: `https://forge/${session.id}` });
      } else if (luck % 3 === 0)
        story.happened({ type: 'session.stuck', session: session.id, reason: 'it was closed' });
      else story.happened({ type: 'landing.finished', session: session.id, commit: `merge${story.world.seq}` });
    }
  }
}

function elsewhere(story: Story): string {
  return `t${story.world.seq}`;
}
