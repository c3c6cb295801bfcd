import { z } from 'zod';
import { commandEntry } from '../command-entry.ts';
import { openDashboardHere } from '../open-dashboard-here.ts';

/** The dashboard; what `signalbox` alone does. */
export const dashboardCommand = commandEntry({
  name: 'dashboard',
  does: 'open the dashboard on this repository (so does signalbox alone)',
  audience: 'person',
  options: z.object({ all: z.boolean().default(false) }),
  flags: [{ flags: '--all', does: 'the sessions of every repository' }],
  run: ({ shell, options }) => openDashboardHere(shell, { session: null, all: options.all }),
});
