import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, share } from '../../../src/core/measures/figures.ts';
import { measureDefinitions } from '../../../src/core/measures/definitions.ts';
import { agentsTable, amdahl } from '../../../src/core/measures/serial-share.ts';
import { statsOf, statsSchema } from '../../../src/core/measures/stats.ts';
import { emptyWorld } from '../../../src/core/model/world.ts';
import { Story } from '../worlds.ts';
import { checkStats } from './measure-invariants.ts';
import { syntheticWorld } from './synthetic-world.ts';

const may = Date.UTC(2026, 4, 20, 12);

describe('figures', () => {
  test.each([
    [[], null],
    [[3], 3],
    [[4, 1], 2.5],
    [[5, 1, 3], 3],
    [[1, 2, 3, 10], 2.5],
  ])('the median of %j is %s', (values, expected) => {
    expect(median(values)).toEqual({ value: expected, n: values.length });
  });

  test('a share of four is not said, of five it is', () => {
    expect(share(2, 4)).toEqual({ value: null, n: 4 });
    expect(share(2, 5)).toEqual({ value: 0.4, n: 5 });
  });
});

describe('what agents bring', () => {
  test('the first agent is one, no number of agents beats the serial share, each brings less than the one before', () => {
    const minutes = fc.double({ min: 0.1, max: 500, noNaN: true });
    fc.assert(
      fc.property(minutes, minutes, (person, agent) => {
        const table = agentsTable({ person, agent });
        const limit = (person + agent) / person;
        expect(table[0]).toMatchObject({ agents: 1, gain: 0 });
        expect(table[0]?.speedup).toBeCloseTo(1, 9);
        table.forEach(({ agents, speedup, busy, amdahl: turns }, index) => {
          const before = table[index - 1];
          expect(speedup).toBeLessThanOrEqual(Math.min(agents, limit) * 1.000001);
          // Working while the person serves another is never worse than taking turns.
          expect(speedup).toBeGreaterThanOrEqual(turns * 0.999999);
          expect(busy).toBeLessThanOrEqual(1.000001);
          const earlier = table[index - 2];
          if (before !== undefined && earlier !== undefined)
            expect(speedup - before.speedup).toBeLessThanOrEqual(before.speedup - earlier.speedup + 1e-9);
        });
      }),
    );
  });

  test('known values: half serial, two agents', () => {
    expect(amdahl(0.5, 2)).toBeCloseTo(4 / 3, 9);
    // 10 minutes each: with two agents the person is busy 4/5 of the time (mean value analysis by hand).
    expect(agentsTable({ person: 10, agent: 10 })[1]?.busy).toBeCloseTo(0.8, 9);
  });
});

describe('statistics', () => {
  test('an empty world says nothing, and says so', () => {
    const stats = statsOf(emptyWorld, { name: '7d', repo: null, now: may, zone: 'UTC' });
    expect(statsSchema.parse(stats)).toEqual(stats);
    expect(stats.flow).toMatchObject({ started: 0, landed: 0 });
    expect(stats.time.lifetimeMs).toEqual({ value: null, n: 0 });
    expect(stats).toMatchObject({
      serial: { n: 0, serialShare: null, table: [] },
      advice: null,
      agents: [],
      checks: [],
    });
    for (const name of ['today', '7d', '30d', 'all'] as const) checkStats(emptyWorld, { name, now: may });
  });

  test.each([1, 2, 3, 4, 5])('a made-up history adds up (seed %i)', (seed) => {
    const { world, now } = syntheticWorld({ sessions: 60, days: 40, now: may, seed });
    for (const name of ['today', '7d', '30d', 'all'] as const) checkStats(world, { name, now });
    const all = statsOf(world, { name: 'all', repo: null, now, zone: 'Europe/Berlin' });
    const month = statsOf(world, { name: '30d', repo: null, now, zone: 'Europe/Berlin' });
    expect(all.flow.rowDays).toBe(7);
    expect(month.flow.rowDays).toBe(1);
    expect(all.flow.landed).toBe(Object.values(world.sessions).filter(({ landed }) => landed !== null).length);
    expect(month.flow.landed).toBeLessThan(all.flow.landed);
    expect(all.review.decided).toBe(world.pace.reviews.length);
    const answers = Object.values(world.sessions).flatMap(({ questions }) =>
      questions.flatMap(({ answer }) => answer ?? []),
    );
    const byConvention = answers.filter(({ convention }) => convention !== undefined).length;
    expect(all.questions).toMatchObject({ byConvention, answered: answers.length - byConvention });
    expect(byConvention).toBeGreaterThan(0);
    expect(all.agents.reduce((sum, { ended }) => sum + ended, 0)).toBe(all.rounds.ended);
    expect(all.kinds.reduce((sum, { ended }) => sum + ended, 0)).toBe(all.rounds.ended);
  });

  test('one task, told step by step, is measured as it was', () => {
    const story = new Story();
    const id = story.task();
    story.ready(id);
    story.happened({ type: 'review.taken', session: id });
    const reading = { ms: 600_000, files: 3, unread: 1, lines: 90, readLines: 60 };
    const approved = { snapshot: 'snap', candidate: 'c', acknowledged: ['unread'], reading };
    story.happened({ type: 'review.approved', session: id, ...approved });
    story.happened({ type: 'landing.finished', session: id, commit: 'c1' });
    const now = story.log.at(-1)?.at ?? 0;
    const stats = statsOf(story.world, { name: 'today', repo: 'r', now, zone: 'UTC' });
    expect(stats.flow).toMatchObject({ started: 1, finished: 1, reviewed: 1, landed: 1, takenBack: 0 });
    // One second for each step of a story.
    const { createdAt, landed } = story.session(id);
    expect(stats.time.lifetimeMs).toEqual({ value: (landed?.at ?? 0) - createdAt, n: 1 });
    expect(stats.time.parts.map(({ part, totalMs }) => [part, totalMs])).toEqual([
      ['queue', 0],
      ['agent', 4000],
      ['questions', 0],
      ['checks', 1000],
      ['waiting', 1000],
      ['review', 1000],
      ['landing', 1000],
      ['aside', 0],
    ]);
    expect(stats.review).toMatchObject({ decided: 1, approved: 1, unknown: 0 });
    expect(stats.review.linesPerMinute).toEqual({ value: 6, n: 1 });
    expect(stats.review.perHourOfReading).toEqual({ value: 6, n: 1 });
    expect(stats.review.skimmed).toEqual({ value: null, n: 1 });
    expect(stats.serial).toMatchObject({ n: 1, serialShare: null });
  });

  test('what was taken back is not landed, and what takes it back is no task', () => {
    const story = new Story();
    const id = story.task();
    story.ready(id);
    story.happened({ type: 'review.taken', session: id });
    story.happened({ type: 'review.approved', session: id, snapshot: 's', candidate: 'c', acknowledged: [] });
    story.happened({ type: 'landing.finished', session: id, commit: 'c1' });
    const undo = story.world.nextId;
    const { task } = story.session(id);
    story.happened({ type: 'undo.asked', session: undo, repo: 'r', undoes: id, snapshot: 'u', task });
    story.judged(undo, { kind: 'green' });
    story.happened({ type: 'landing.finished', session: undo, commit: 'c2' });
    const now = story.log.at(-1)?.at ?? 0;
    const { flow, rounds } = statsOf(story.world, { name: 'all', repo: null, now, zone: 'UTC' });
    expect(flow).toMatchObject({ started: 1, landed: 0, takenBack: 1 });
    expect(rounds).toMatchObject({ ended: 1, landed: 1 });
  });

  test('every number of the JSON has its definition', () => {
    const { world, now } = syntheticWorld({ sessions: 12, days: 5, now: may });
    const stats = statsOf(world, { name: '7d', repo: null, now, zone: 'UTC' });
    const defined = measureDefinitions.map(({ key }): string => key);
    expect(new Set(defined).size).toBe(defined.length);
    for (const { key, definition } of measureDefinitions) {
      const [group = '', name] = key.split('.');
      expect(definition).toMatch(/\S/);
      expect(stats).toHaveProperty(name === undefined ? group : [group, name]);
    }
    const { flow, time, review, sittings, serial, failures, questions, rounds } = stats;
    const groups = { flow, time, review, sittings, serial, failures, questions, rounds };
    const missing = Object.entries(groups).flatMap(([group, values]) =>
      Object.keys(values)
        .map((name) => `${group}.${name}`)
        .filter((key) => !defined.includes(key)),
    );
    expect(missing).toEqual([]);
  });
});
