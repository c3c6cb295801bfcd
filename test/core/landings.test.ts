import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision } from '../../src/core/decide/decision.ts';
import { approveReview, deferReview, rejectReview, takeReview } from '../../src/core/decide/review.ts';
import { discardSession, resumeSession } from '../../src/core/decide/task.ts';
import { askUndo } from '../../src/core/decide/undo.ts';
import type { Event } from '../../src/core/model/events.ts';
import type { Session } from '../../src/core/model/session.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { sessionsOf } from '../../src/core/model/world.ts';
import { check, checkLandings, checkReplay } from './invariants.ts';
import { verdicts } from './landings.ts';
import { carryOut, settle } from './settle.ts';
import { Story } from './worlds.ts';

const all = ['unchecked', 'flaky', 'findings'];

/** What a person may do about work that is done. */
const attempts: ((story: Story, session: Session, n: number) => Decision)[] = [
  (story, s) => approveReview(story.world, { id: s.id, acknowledged: [] }),
  (story, s) => approveReview(story.world, { id: s.id, acknowledged: all }),
  (story, s) => approveReview(story.world, { id: s.id, acknowledged: all }),
  (story, s) => approveReview(story.world, { id: s.id, acknowledged: all }),
  (story, s) => takeReview(story.world, s.id),
  (story, s) => deferReview(story.world, s.id),
  (story, s) => rejectReview(story.world, { id: s.id, note: 'no', reason: null }),
  (story, s, n) => askUndo(story.world, { session: s, snapshot: `undo${n}` }),
  (story, s) => resumeSession(story.world, { id: s.id, note: 'on' }),
  (story, s, n) =>
    n % 5 === 0 ? discardSession(story.world, s.id) : resumeSession(story.world, { id: s.id, note: null }),
];

/** What happens around the sessions without anybody's asking. */
const around: ((story: Story, n: number) => Event)[] = [
  (story) => ({ type: 'target.moved', repo: 'r', commit: `t${story.world.seq}` }),
  (_story, n) => ({ type: 'git.tampered', repo: 'r', changes: n % 2 === 0 ? [] : ['hooks/pre-commit was written'] }),
  () => ({ type: 'git.accepted', repo: 'r', guard: {} }),
];

const step = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('effect' as const), fc.nat(20), fc.nat(60)) },
  { weight: 5, arbitrary: fc.tuple(fc.constant('attempt' as const), fc.nat(attempts.length - 1), fc.nat(60)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('around' as const), fc.nat(around.length - 1), fc.nat(60)) },
);
const steps = fc.array(step, { minLength: 10, maxLength: 120, size: 'max' });
type Step = readonly ['effect' | 'attempt' | 'around', number, number];

/** Five pieces of work that are ready, in a repository that lands in this way. */
function fiveReady(pr: boolean): Story {
  const config = { batch: { at: 2, slower_than: 1 }, land: pr ? ('pr' as const) : ('squash' as const) };
  const story = new Story({ cap: 5, reviewLimit: 9, config });
  for (const _ of [1, 2, 3, 4, 5]) story.ready(story.task());
  return story;
}

function take(story: Story, [what, index, n]: Step): void {
  const sessions = sessionsOf(story.world);
  const session = sessions[n % sessions.length];
  if (what === 'effect') {
    const effects = wanted(story.world);
    const effect = effects[index % Math.max(1, effects.length)];
    if (effect !== undefined) carryOut(story, effect, n);
  } else if (what === 'around') {
    const event = around[index]?.(story, n);
    if (event !== undefined) story.happened(event);
  } else if (session !== undefined) {
    const decision = attempts[index]?.(story, session, n);
    if (decision !== undefined && 'refused' in decision) expect(decision.refused.message).toMatch(/\S/);
    else if (decision !== undefined) story.decided(decision);
  }
}

test('whatever happens to approved work, in any order: it lands once, passed, and with all that is to be known acknowledged', () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(steps, fc.boolean(), (taken, pr) => {
      const story = fiveReady(pr);
      for (const each of taken) {
        const before = story.world;
        take(story, each);
        check(story, before);
      }
      checkLandings(story);
      checkReplay(story);
      for (const { event } of story.log) seen[event.type] = (seen[event.type] ?? 0) + 1;
      const landed = sessionsOf(story.world).filter(
        ({ state, landed: at }) => state === 'landed' && at?.commit != null,
      );
      const undos = landed.filter(({ undoes }) => undoes !== null).length;
      seen['landed'] = (seen['landed'] ?? 0) + landed.length;
      seen['taken back'] = (seen['taken back'] ?? 0) + undos;
    }),
    { numRuns: 400 },
  );
  // What was never reached was not tested.
  for (const what of ['landed', 'taken back', 'batch.judged', 'pull-request.opened', 'landing.intended', 'undo.asked'])
    expect(seen[what] ?? 0, `${what} among ${JSON.stringify(seen)}`).toBeGreaterThan(0);
});

test('whatever the gate keeps saying, there comes an end of it: nothing is wanted for ever without change', () => {
  fc.assert(
    fc.property(steps, fc.nat(verdicts.length - 1), fc.boolean(), (taken, verdict, pr) => {
      const story = fiveReady(pr);
      for (const each of taken) take(story, each);
      // Until that is accepted it is looked at for ever.
      story.happened({ type: 'git.accepted', repo: 'r', guard: {} });
      expect(settle(story, verdict)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
