import { runFolder } from '../../wire/places.ts';
import type { Crew } from '../crew.ts';
import { showEndedRun } from '../effects/follow-run.ts';
import { showLastPicture } from './last-picture.ts';

/** Makes sure that a session whose agent has ended still has a screen to look at: the last one of its newest run. */
export function showPastScreen(crew: Crew, id: number): void {
  const session = crew.ledger.world.sessions[id];
  if (session === undefined || crew.screens.has(id) || session.run !== null || session.runs === 0) return;
  const ended = { screen: id, runDir: runFolder(crew.places, id, session.runs) };
  if (!showLastPicture(crew, ended)) showEndedRun(crew, ended);
}
