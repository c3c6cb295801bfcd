import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configuredLimits, setCap } from '../../../src/core/decide/pace.ts';
import { type DecidedReview, emptyPace, emptyTally } from '../../../src/core/model/pace.ts';
import { type World, emptyWorld } from '../../../src/core/model/world.ts';
import { autoCap } from '../../../src/core/rules/auto-cap.ts';
import { followUp } from '../../../src/core/rules/follow-up.ts';
import { autoCapWords, capWords } from '../../../src/core/words/cap-words.ts';
import { Story } from '../worlds.ts';

const minute = 60_000;

interface Kind {
  readonly service?: number;
  readonly agent?: number;
  readonly waiting?: number;
  readonly queued?: number;
  readonly skimmed?: boolean;
  readonly decision?: DecidedReview['decision'];
}

/** One decided review; times in minutes. */
function review(kind: Kind): DecidedReview {
  const { service = 15, agent = 45, waiting = 2.4, queued = 5, skimmed = false, decision = 'approved' } = kind;
  return {
    session: 1,
    round: 1,
    at: 0,
    takenAt: 0,
    decision,
    reading: null,
    skimmed,
    tally: { ...emptyTally, thereMs: service * minute, loadedMs: service * minute },
    agentMs: agent * minute,
    waiting,
    queued,
  };
}

function worldOf(reviews: readonly DecidedReview[], { cap = 3, maxCap = 12 } = {}): World {
  return { ...emptyWorld, cap, pace: { ...emptyPace, mode: 'auto', maxCap, reviews: [...reviews] } };
}

const many = (kind: Kind, count = 60): DecidedReview[] => Array.from({ length: count }, () => review(kind));
const capOf = (reviews: readonly DecidedReview[], from = 3): number => autoCap(worldOf(reviews), from).cap;

describe('what auto comes to', () => {
  test('begins with two or three', () => {
    expect(autoCap(worldOf([]), null).cap).toBe(3);
    expect(autoCapWords(autoCap(worldOf([]), null), 12)).toBe('nothing is measured yet: it begins with 3');
  });

  test('follows how long agents take, and how fast the person is', () => {
    expect(capOf(many({ agent: 10 }))).toBe(2);
    expect(capOf(many({ agent: 45 }))).toBe(5);
    expect(capOf(many({ agent: 150 }))).toBeGreaterThan(10);
    expect(capOf(many({ agent: 150, service: 60 }))).toBeLessThan(6);
  });

  test('is more where the person runs dry, less where the queue grows, and neither where nothing was queued', () => {
    const [dry, level, full] = [capOf(many({ waiting: 0 })), capOf(many({})), capOf(many({ waiting: 6 }))];
    expect(dry).toBeGreaterThan(level);
    expect(full).toBeLessThan(level);
    expect(capOf(many({ waiting: 0, queued: 0 }))).toBe(level);
  });

  test('is lowered when approvals are skimmed, and says so', () => {
    const skimmed = autoCap(worldOf(many({ skimmed: true })), 5);
    expect(skimmed.cap).toBeLessThan(capOf(many({}), 5));
    expect(autoCapWords(skimmed, 12)).toMatch(/lowered because reviews were skimmed$/);
    expect(capOf([...many({}), review({ skimmed: true })], 5)).toBe(capOf(many({}), 5));
  });

  test('a review that was deferred is none, and its time belongs to the next', () => {
    const deferred = many({ service: 15 }).flatMap((one) => [review({ decision: 'deferred', service: 15 }), one]);
    expect(autoCap(worldOf(deferred), 3).serviceMs).toBeGreaterThan(28 * minute);
  });

  test('says it in words', () => {
    const reckoned = autoCap(worldOf(many({ service: 14.6, agent: 43 }, 150)), 5);
    expect(autoCapWords(reckoned, 12)).toBe('you review 4.1/h, agents take 42 min: 5 keeps the queue level');
    expect(autoCapWords(autoCap(worldOf(many({ agent: 300 }), { maxCap: 4 }), 4), 4)).toMatch(
      /more would do, 4 is your max_cap$/,
    );
  });

  test('lies between 1 and max_cap, stays when asked again, and one more review never makes it jump', () => {
    const kind = fc.record({
      service: fc.integer({ min: 0, max: 300 }),
      agent: fc.integer({ min: 0, max: 600 }),
      waiting: fc.nat(12),
      queued: fc.nat(3),
      skimmed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 80 }), fc.integer({ min: 1, max: 64 }), (kinds, maxCap) => {
        let cap = Math.min(3, maxCap);
        for (let count = 0; count <= kinds.length; count++) {
          const world = worldOf(kinds.slice(0, count).map(review), { cap, maxCap });
          cap = autoCap(world, cap).cap;
          expect(cap).toBeGreaterThanOrEqual(1);
          expect(cap).toBeLessThanOrEqual(maxCap);
          expect(autoCap(world, cap).cap).toBe(cap);
        }
      }),
    );
  });
});

describe('the cap of the world', () => {
  test('follows in the same step, with its words, and ends nobody', () => {
    const world = { ...worldOf(many({})), cap: 3 };
    const [change] = followUp(world);
    expect(change).toMatchObject({ type: 'limits.changed', cap: 5, words: expect.stringMatching(/^you review/) });
    expect(followUp({ ...world, cap: 5, pace: { ...world.pace, words: 'said' } })).toEqual([]);
    expect(followUp({ ...world, pace: { ...world.pace, mode: 'fixed' } })).toEqual([]);
  });

  test('a number over a configured auto is kept in mind until auto is asked for again', () => {
    const story = new Story({ cap: 3 });
    const change = configuredLimits(story.world, { cap: 'auto', max_cap: 6, review_limit: 3 });
    if (change !== null) story.happened(change);
    expect(story.world).toMatchObject({ cap: 3, configuredCap: 'auto', pace: { mode: 'auto', maxCap: 6 } });
    expect(story.world.pace.words).toBe('nothing is measured yet: it begins with 3');
    story.decided(setCap(story.world, 5));
    expect(story.world).toMatchObject({ cap: 5, pace: { mode: 'fixed', words: null } });
    expect(story.world.pace.overrides).toMatchObject([{ cap: 5, auto: 3 }]);
    expect(capWords(story.world)).toBe('cap 5 by hand, auto would be 3');
    expect(configuredLimits(story.world, { cap: 'auto', max_cap: 6, review_limit: 3 })).toBeNull();
    story.decided(setCap(story.world, 'auto'));
    expect(story.world.pace.mode).toBe('auto');
    expect(capWords(story.world)).toMatch(/^nothing is measured yet/);
  });

  test('a number over a number is no override', () => {
    const story = new Story({ cap: 3 });
    story.decided(setCap(story.world, 4));
    expect(story.world.pace.overrides).toEqual([]);
    expect(capWords(story.world)).toBeNull();
  });

  test('the configuration moves it only when it changes', () => {
    const story = new Story({ cap: 3 });
    const config = { cap: 4, max_cap: 4, review_limit: 3 };
    const change = configuredLimits(story.world, config);
    if (change !== null) story.happened(change);
    expect(story.world).toMatchObject({ cap: 4, configuredCap: 4 });
    story.decided(setCap(story.world, 7));
    expect(configuredLimits(story.world, config)).toBeNull();
    expect(configuredLimits(story.world, { ...config, max_cap: 8 })).toMatchObject({ cap: 7, maxCap: 8 });
    expect(configuredLimits(story.world, { ...config, cap: 2 })).toMatchObject({ cap: 2, mode: 'fixed' });
  });
});
