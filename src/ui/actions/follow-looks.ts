import { newsOf } from '../../core/measures/happenings.ts';
import { backFromAbsence, sinceLooked } from '../../core/words/digest.ts';
import { counted } from '../../core/words/counted.ts';
import { keyOf } from '../keymap/bindings.ts';
import { digestNow } from '../panes/digest/digest-surface.ts';
import { type DashboardState, say, topView } from '../state/store.ts';
import type { View } from '../state/views.ts';
import { timeOfDay } from '../text/duration.ts';
import { type Dashboard, attempt } from './dashboard.ts';

/** How a sentence on what is new begins. */
const newsLead = 'since you looked';
/** Sentences that a message line has room for. */
const shownNews = 3;

/** Says what is new in a session when it is opened, and notes that the person has looked when they leave it. */
export function followLooks(dashboard: Dashboard, before: DashboardState): void {
  const { store, link } = dashboard;
  const state = store.getState();
  if (state.world.person !== before.world.person) greet(dashboard, before);
  if (state.views === before.views) return;
  const [was, is] = [lookedAt(before.views), lookedAt(state.views)];
  const left = [...was].filter((id) => !is.has(id) && hasNews(state, id));
  if (left.length > 0 && state.link.kind === 'live')
    attempt(dashboard, async () => {
      await link.request('session/looked', { sessions: left });
    });
  if (was.size > 0 && is.size === 0 && state.message?.text.startsWith(newsLead) === true)
    store.setState({ message: null });
  for (const id of is) if (!was.has(id)) tellNews(dashboard, id);
}

function tellNews({ store }: Dashboard, id: number): void {
  const session = store.getState().world.sessions[id];
  const news = session === undefined ? null : sinceLooked(session, shownNews);
  if (news !== null && store.getState().message === null)
    say(store, `${newsLead} (${timeOfDay(news.since)}): ${news.text}`);
}

/** They were away while this dashboard was open: what came up meanwhile is said, not opened under their fingers. */
function greet({ store, bindings, now }: Dashboard, before: DashboardState): void {
  const state = store.getState();
  const { person } = state.world;
  if (before.world.seq === 0 || before.world.person.present || !person.present || topView(state) !== null) return;
  const since = backFromAbsence(person, now());
  const news = since === null ? 0 : digestNow(state, { since, only: null }).sessions.length;
  if (since === null || news === 0) return;
  const words = `since you left (${timeOfDay(since)}) something happened in ${counted(news, 'session')}`;
  say(store, `${words}: ${keyOf(bindings, 'board.digest')} shows it`);
}

/** Sessions whose work or terminal is in sight, or under what is. */
function lookedAt(views: readonly View[]): ReadonlySet<number> {
  return new Set(
    views.flatMap((view) => {
      switch (view.kind) {
        case 'zoom':
          // The person's own shell says nothing of the agent.
          return view.terminal === null ? [view.session] : [];
        case 'picture':
          return [view.session];
        case 'scrollback':
          return view.terminal === null ? [view.session] : [];
        case 'review':
          return [view.state.session.id];
        case 'log':
          return view.sources.slice(0, 1).map(({ session }) => session);
        default:
          return [];
      }
    }),
  );
}

/** Else there is nothing to write down. */
function hasNews({ world }: DashboardState, id: number): boolean {
  const session = world.sessions[id];
  return session !== undefined && newsOf(session).length > 0;
}
