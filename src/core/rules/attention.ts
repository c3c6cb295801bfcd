import type { Attention } from '../model/person.ts';
import type { World } from '../model/world.ts';

/** Who has touched nothing for so long does not look any more, ms. */
const looksMs = 3 * 60_000;
/** One reads and thinks in a single task for longer than that without a key; then it has been left, ms. */
const handMs = 15 * 60_000;

/** Whether somebody looks at a dashboard now: they see what comes without being called. */
export function somebodyLooks(attentions: readonly Attention[], now: number): boolean {
  return attentions.some(({ focused, inputAt }) => focused && now - inputAt < looksMs);
}

/**
 * The judgement task that the person is in: its terminal is open before them, its questions are being answered, or its
 * review is in hand. It grows old without a key, so that what was only left open holds nothing back for ever.
 */
export function judgementInHand(world: World, attentions: readonly Attention[], now: number): number | null {
  const isJudgement = (id: number | null): id is number => id !== null && world.sessions[id]?.task.kind === 'judgement';
  const at = attentions.find(({ doing, session, inputAt }) => {
    const inIt = doing === 'zoom' || doing === 'answers' || doing === 'review';
    return inIt && isJudgement(session) && now - inputAt < handMs;
  });
  if (at !== undefined) return at.session;
  const { inHand } = world;
  if (inHand === null || !isJudgement(inHand.session)) return null;
  // Taken by a command: whoever did reads it somewhere else.
  return now - inHand.since < handMs ? inHand.session : null;
}
