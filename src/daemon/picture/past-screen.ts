import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';

/** The end of a finished run's output that is replayed to show its last screen, bytes. */
const replayedBytes = 2 * 1024 * 1024;

/** Makes sure that a session whose agent has ended still has a screen to look at: the last one, from its log. */
export async function showScreen(crew: Crew, id: number): Promise<void> {
  const session = crew.ledger.world.sessions[id];
  if (session === undefined || crew.screens.has(id) || session.run !== null || session.runs === 0) return;
  const log = join(runFolder(crew.places, id, session.runs), 'output.log');
  const found = await stat(log).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  });
  if (found === null || crew.screens.has(id)) return;
  crew.screens.begin(id);
  const start = Math.max(0, found.size - replayedBytes);
  for await (const chunk of createReadStream(log, { start })) {
    // A run may have started meanwhile and taken the screen over.
    if (crew.ledger.world.sessions[id]?.run !== null) return;
    crew.screens.feed(id, chunk, true);
  }
}
