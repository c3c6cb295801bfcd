import { expect } from 'vitest';
import { tagSession } from '../../../src/core/decide/tag.ts';
import { kindOfLine } from '../../../src/core/measures/happenings.ts';
import { statsOf, statsSchema } from '../../../src/core/measures/stats.ts';
import { partsOf } from '../../../src/core/measures/time-spent.ts';
import { type WindowName, windowNames } from '../../../src/core/measures/windows.ts';
import { type World, sessionsOf } from '../../../src/core/model/world.ts';
import { digestOf, digestSchema } from '../../../src/core/words/digest.ts';
import type { Story } from '../worlds.ts';

/** What holds of the measures of every world, however it came about. */
export function checkMeasures(story: Story): void {
  const { world } = story;
  for (const session of sessionsOf(world)) {
    // Every moment up to the present state was spent in one state.
    const lived = Object.values(session.spent).reduce((sum, ms) => sum + ms, 0);
    expect(lived).toBe(session.since - session.createdAt);
    expect(Object.values(partsOf(session)).reduce((sum, ms) => sum + ms, 0)).toBe(lived);
    // Whoever is stuck, failed or was given up has a cause, and it can be tagged.
    const gaveUp = session.state === 'stuck' || session.state === 'failed';
    if (gaveUp) expect(session.causes.length).toBeGreaterThan(0);
    if (gaveUp) expect(tagSession(world, { id: session.id, reason: 'clash' })).toHaveProperty('events');
    // No sentence of a reducer is unknown but what it says of a red target.
    for (const { what } of session.history)
      if (kindOfLine(what) === 'other') expect(what).toMatch(/itself is red|diverged|apart/);
  }
  const now = (story.log.at(-1)?.at ?? 0) + 1000;
  for (const name of windowNames) checkStats(world, { name, now });
  const digest = digestOf(world, { since: 0, now, repo: null });
  expect(digestSchema.parse(JSON.parse(JSON.stringify(digest)))).toEqual(digest);
  const landed = sessionsOf(world).filter((session) => session.landed !== null).length;
  expect(digest.landed).toBe(landed);
}

/** Parts add up to wholes, and what is printed is what the schema says. */
export function checkStats(world: World, { name, now }: { name: WindowName; now: number }): void {
  const stats = statsOf(world, { name, repo: null, now, zone: 'Europe/Berlin' });
  expect(statsSchema.parse(JSON.parse(JSON.stringify(stats)))).toEqual(stats);
  const { flow, time, failures, questions, review } = stats;
  for (const key of ['started', 'finished', 'reviewed', 'landed'] as const)
    expect(flow.rows.reduce((sum, row) => sum + row[key], 0)).toBe(flow[key]);
  const shares = time.parts.map(({ share }) => share.value);
  if (shares[0] !== null) expect(shares.reduce<number>((sum, share) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
  expect(failures.causes.reduce((sum, { n }) => sum + n, 0)).toBe(failures.tagged);
  expect(failures.groups.reduce((sum, { n }) => sum + n, 0)).toBe(failures.tagged);
  expect(failures.kinds.reduce((sum, { n }) => sum + n, 0)).toBe(failures.total);
  const { asked, answered, byConvention, withdrawn, open } = questions;
  expect(answered + byConvention + withdrawn + open).toBe(asked);
  expect(review.approved + review.rejected + review.discarded).toBe(review.decided);
  // Of a few nobody says a share.
  for (const { value, n } of sharesIn(stats)) if (n < 5) expect(value).toBeNull();
}

function sharesIn({ time, failures, questions, review, rounds, checks }: ReturnType<typeof statsOf>) {
  return [
    ...time.parts.map(({ share }) => share),
    ...failures.causes.map(({ share }) => share),
    ...failures.groups.map(({ share }) => share),
    ...checks.map(({ flakyShare }) => flakyShare),
    questions.conventionShare,
    questions.asRecommended,
    review.unreadFiles,
    review.skimmed,
    rounds.firstTime,
  ];
}
