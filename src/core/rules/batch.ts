import { gateLine, judgedOnOldTarget } from './landing-line.ts';
import type { Session } from '../model/session.ts';
import type { World } from '../model/world.ts';

/** Approved items to be judged as one, in the order in which they land. */
export interface Batch {
  readonly repo: string;
  readonly target: string;
  readonly sessions: readonly number[];
}

/**
 * Which approved items are judged together next; null: the first in line is judged alone. Together is worth while only
 * with slow checks and several that wait. A set that was red is halved until the red one is alone.
 */
export function nextBatch(world: World, repo: string): Batch | null {
  const { config, targetCommit: target, redBatches, targetRed } = world.repos[repo] ?? {};
  if (config === null || config === undefined || target === null || target === undefined) return null;
  // What is red on the target as it is would be red in every batch.
  if (targetRed?.commit === target) return null;
  const line = gateLine(world, repo);
  const reds = redBatches?.target === target ? redBatches.sessions : [];
  const alone = new Set(reds.flatMap((sessions) => (sessions.length === 1 ? sessions : [])));
  const fits = line.filter((session) => !alone.has(session.id) && isSlow(session, config.batch.slower_than));
  const first = line[0];
  if (first === undefined || fits[0] !== first || !judgedOnOldTarget(world, first)) return null;
  const members = chosen(fits, { reds, at: config.batch.at });
  return members.length < 2 ? null : { repo, target, sessions: members };
}

function chosen(
  fits: readonly Session[],
  { reds, at }: { reds: readonly (readonly number[])[]; at: number },
): readonly number[] {
  // What is being judged goes on as it is: whoever comes later waits for the next one.
  const going = fits.filter((session) => session.gate !== null).map(({ id }) => id);
  if (going.length > 0) return going[0] === fits[0]?.id ? going : [];
  const ids = fits.map(({ id }) => id);
  const red = reds
    .filter((sessions) => sessions.length > 1 && sessions.every((id) => ids.includes(id)))
    .toSorted((a, b) => a.length - b.length)[0];
  if (red === undefined) return ids.length >= at ? ids : [];
  const among = ids.filter((id) => red.includes(id));
  return among[0] === ids[0] ? among.slice(0, Math.floor(among.length / 2)) : [];
}

function isSlow({ verdict }: Session, slowerThanMs: number): boolean {
  const took = (verdict?.checks ?? []).reduce((sum, { durationMs }) => sum + durationMs, 0);
  return took >= slowerThanMs;
}
