import { type Session, heldMessages } from '../model/session.ts';

/** An agent whose input rests for so long, ms, with nothing handed in and nothing to come, waits for somebody. */
const restMs = 60_000;

/**
 * Why a working session needs a person although nothing says so; null when it does not. The last of all signals.
 * `lastSign`: when its agent last showed or said anything.
 */
export function silentTooLong(
  session: Session,
  { lastSign, now, silenceMs }: { lastSign: number; now: number; silenceMs: number },
): string | null {
  const { run, state, ending } = session;
  if (state !== 'working' || run === null || run.phase !== 'alive' || run.waiting || ending !== null) return null;
  const { kind, words, since } = run.activity;
  const toCome = heldMessages(session).length > 0 || session.messages.some((message) => message.sending !== null);
  if (kind === 'resting') return !toCome && now - since >= restMs ? 'its input rests, and nothing was handed in' : null;
  if (kind === 'held' || now - lastSign < silenceMs) return null;
  const time = `no sign of life for ${Math.floor((now - lastSign) / 60_000)} min`;
  return kind === 'background' ? `${time}: its turn is over, still running: ${words ?? 'background work'}` : time;
}
