import { openSideTerminal as decideToOpen } from '../../core/decide/terminals.ts';
import type { Session } from '../../core/model/session.ts';
import type { SideTerminal, SideKind } from '../../core/model/terminals.ts';
import { howJobEnded } from '../../core/words/job-words.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { type DashboardState, type DashboardStore, popView, pushView, say, selectedSession } from '../state/store.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Dashboard } from './dashboard.ts';
import { tellFocus } from './tell-focus.ts';
import { refusal } from './refusal.ts';

/** The open terminal of this kind on the worktree itself, when there is one. */
function openOne(session: Session, kind: SideKind): SideTerminal | null {
  return session.terminals.find((known) => known.kind === kind && known.file === null && !known.closing) ?? null;
}

/** Why no terminal can be opened in a session's worktree; null when one can. */
export function sideTerminalReason(
  state: DashboardState,
  { session, kind }: { session: Session; kind: SideKind },
): string | null {
  if (openOne(session, kind) !== null) return null;
  return refusal(decideToOpen(state.world, { id: session.id, kind, file: null, line: null }));
}

/** What is to be opened in a session's worktree; without a file the worktree itself. */
export interface SideTerminalWish {
  readonly kind: SideKind;
  /** Whose; not given: the selected one's. */
  readonly session?: Session;
  readonly file?: string | null;
  readonly line?: number | null;
}

/** Goes into the person's own terminal in the selected session's worktree; opens it when there is none. */
export async function openSideTerminal(
  dashboard: Dashboard,
  { kind, session: wanted, file = null, line = null }: SideTerminalWish,
): Promise<void> {
  const { store, link, env } = dashboard;
  const session = wanted ?? selectedSession(store.getState());
  if (session === null) return;
  const { id } = session;
  const known = file === null ? openOne(session, kind) : null;
  const terminal =
    known?.number ?? (await link.request('terminal/open', { session: id, kind, file, line, env })).terminal;
  pushView(store, { kind: 'zoom', session: id, terminal });
  tellFocus(dashboard, terminal, true);
  const { columns, rows } = layoutScreen(store.getState().size).zoom;
  if (rows >= 2) await link.request('screen/zoom', { session: terminal, columns, rows });
}

/** The terminal in sight has ended: back to where it was opened from, with a word on how it went. */
export function settleTerminal(store: DashboardStore, terminal: number): void {
  const { world } = store.getState();
  // The answer that named it may be quicker than the event that opened it.
  if (world.nextTerminal <= terminal) return;
  const sessions = Object.values(world.sessions);
  if (sessions.some(({ terminals }) => terminals.some(({ number }) => number === terminal))) return;
  popView(store);
  store.setState({ zoomed: null, lostKeys: 0 });
  const job = sessions.flatMap(({ endedJobs }) => endedJobs).find(({ number }) => number === terminal);
  if (job !== undefined) say(store, `job ${oneLine(job.name)}: ${howJobEnded(job)}`, job.asked ? 'plain' : 'bad');
  const ended = sessions.find(({ endedTerminal }) => endedTerminal?.number === terminal)?.endedTerminal ?? null;
  if (ended === null || ended.exit === 0 || ended.signal !== null) return;
  const last = oneLine(ended.screen.at(-1) ?? '');
  const how = ended.exit === null ? 'could not be started' : `ended with status ${ended.exit}`;
  say(store, `the ${ended.kind} ${how}${last === '' ? '' : `: ${last}`}`, 'bad');
}
