import type { ActionOf } from '../keymap/keymap.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { helpLines } from '../panes/help-lines.ts';
import { type DashboardState, popView, pushView, replaceTop, selectedSession, topView } from '../state/store.ts';
import type { TextSource, View } from '../state/views.ts';
import { plainText } from '../text/plain-text.ts';
import { readLog } from './read-log.ts';
import { attempt, type Dashboard, type Handler } from './dashboard.ts';

/** Opens the logs of the selected session: its output, each check of its last gate, and the texts that were handed in. */
export function openLog(dashboard: Dashboard): void {
  const session = selectedSession(dashboard.store.getState());
  if (session === null) return;
  const title = `#${session.id} ${session.task.title}`;
  const checks = session.verdict?.checks.filter((check) => check.outcome !== 'skipped') ?? [];
  const texts = session.evidence.filter(({ kind }) => kind === 'text');
  const sources: TextSource[] = [
    { title: `${title}: output`, session: session.id, source: { kind: 'output' } },
    ...checks.map(({ name, outcome }): TextSource => ({
      title: `${title}: check ${name}, ${outcome}`,
      session: session.id,
      source: { kind: 'check', name },
    })),
    ...texts.map((file): TextSource => ({
      title: `${title}: evidence ${file.name}`,
      session: session.id,
      source: { kind: 'evidence', file },
    })),
  ];
  openTexts(dashboard, sources);
}

/** Opens these texts, the first one in sight. */
export function openTexts(dashboard: Dashboard, sources: readonly TextSource[]): void {
  pushView(dashboard.store, { kind: 'log', sources, at: 0, lines: null, top: 0 });
  fetchLog(dashboard);
}

function fetchLog(dashboard: Dashboard): void {
  const { store } = dashboard;
  const view = topView(store.getState());
  if (view?.kind !== 'log') return;
  const source = view.sources[view.at];
  if (source === undefined) return;
  attempt(dashboard, async () => {
    const { text, truncated } = await readLog(dashboard, source);
    const lines = plainText(text).trimEnd().split('\n');
    const handedIn = source.source.kind === 'evidence';
    if (truncated && handedIn) lines.push('(the rest is left out)');
    else if (truncated) lines.unshift('(earlier output is left out)');
    const now = topView(store.getState());
    // The person may have gone on to another log while this one was on its way.
    if (now?.kind !== 'log' || now.sources[now.at] !== source) return;
    // What was handed in is read from its beginning, a log from its end.
    const top = handedIn ? 0 : Math.max(0, lines.length - textRows(store.getState()));
    replaceTop(store, { ...now, lines, top });
  });
}

/** Lines of text that the view shows at once. */
function textRows(state: Pick<DashboardState, 'size'>): number {
  return layoutScreen(state.size).whole.rows - 1;
}

function linesOf(view: View, dashboard: Dashboard): number {
  if (view.kind === 'log') return view.lines?.length ?? 0;
  return view.kind === 'help'
    ? helpLines(dashboard.bindings, view.about, dashboard.store.getState().size.columns).length
    : 0;
}

function scroll(dashboard: Dashboard, move: (at: { top: number; rows: number; lines: number }) => number): void {
  const { store } = dashboard;
  const view = topView(store.getState());
  if (view?.kind !== 'log' && view?.kind !== 'help') return;
  const rows = textRows(store.getState());
  const lines = linesOf(view, dashboard);
  const top = Math.max(0, Math.min(move({ top: view.top, rows, lines }), lines - rows));
  replaceTop(store, { ...view, top });
}

/** What keys do in logs and help. */
export const textActions: Readonly<Record<ActionOf<'text'>, Handler>> = {
  'text.down': { run: (dashboard) => scroll(dashboard, ({ top }) => top + 1) },
  'text.up': { run: (dashboard) => scroll(dashboard, ({ top }) => top - 1) },
  'text.page-down': { run: (dashboard) => scroll(dashboard, ({ top, rows }) => top + rows - 1) },
  'text.page-up': { run: (dashboard) => scroll(dashboard, ({ top, rows }) => top - rows + 1) },
  'text.top': { run: (dashboard) => scroll(dashboard, () => 0) },
  'text.bottom': { run: (dashboard) => scroll(dashboard, ({ lines }) => lines) },
  'text.next': {
    reason: (state) => {
      const view = topView(state);
      return view?.kind === 'log' && view.sources.length > 1 ? null : 'there is one text only';
    },
    run: (dashboard) => {
      const view = topView(dashboard.store.getState());
      if (view?.kind !== 'log') return;
      replaceTop(dashboard.store, { ...view, at: (view.at + 1) % view.sources.length, lines: null, top: 0 });
      fetchLog(dashboard);
    },
  },
  'text.leave': { run: ({ store }) => popView(store) },
};
