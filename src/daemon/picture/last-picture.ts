import { paintScreen, restoreScreen } from '../../screen/paint/paint-screen.ts';
import type { Crew } from '../crew.ts';
import { findCheckpoint, keepCheckpoint } from './checkpoint.ts';

const file = 'last-picture';
/** Rows above the screen that are kept with it. */
const keptHistory = 200;

interface Shown {
  readonly screen: number;
  readonly runDir: string;
}

/** Keeps what an agent shows before it is ended: what it prints at its end says nothing of its work. */
export function keepLastPicture(crew: Crew, { screen, runDir }: Shown): void {
  const shown = crew.screens.picture(screen);
  if (shown === undefined || !shown.atRest) return;
  const { columns, rows } = shown;
  try {
    keepCheckpoint(runDir, { offset: 0, columns, rows, painted: Buffer.from(paintScreen(shown, keptHistory)) }, file);
  } catch (thrown) {
    // A full disk: the last screen is then the one that it leaves.
    crew.log(`the last screen in ${runDir} cannot be kept`, thrown);
  }
}

/** Shows it; false when none was kept. */
export function showLastPicture(crew: Crew, { screen, runDir }: Shown): boolean {
  const kept = findCheckpoint(runDir, file);
  if (kept === null) return false;
  restoreScreen(crew.screens.begin(screen, kept), kept.painted);
  return true;
}
