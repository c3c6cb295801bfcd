import { setImmediate } from 'node:timers/promises';
import { openLog } from '../../runner/log/log-reader.ts';
import { runFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';

/** The end of a finished run's output that is replayed to show its last screen, bytes. */
const replayedBytes = 2 * 1024 * 1024;

/** Fed at once, before others get their turn. */
const pieceBytes = 64 * 1024;

/** Makes sure that a session whose agent has ended still has a screen to look at: the last one, from its log. */
export async function showScreen(crew: Crew, id: number): Promise<void> {
  const session = crew.ledger.world.sessions[id];
  if (session === undefined || crew.screens.has(id) || session.run !== null || session.runs === 0) return;
  const log = openLog(runFolder(crew.places, id, session.runs));
  if (log.end === 0) return;
  crew.screens.begin(id);
  for (let at = Math.max(log.start, log.end - replayedBytes); at < log.end;) {
    const bytes = log.read(at, pieceBytes);
    if (bytes.length === 0) return;
    crew.screens.feed(id, bytes, true);
    at += bytes.length;
    await setImmediate();
    // A run may have started meanwhile and taken the screen over.
    if (crew.ledger.world.sessions[id]?.run !== null) return;
  }
}
