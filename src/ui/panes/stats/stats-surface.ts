import { type Stats, statsOf } from '../../../core/measures/stats.ts';
import { type WindowName, windowNames } from '../../../core/measures/windows.ts';
import type { World } from '../../../core/model/world.ts';
import type { Rect } from '../../../tty/cells.ts';
import type { Glyphs } from '../../glyphs.ts';
import type { Look } from '../../look.ts';
import { type DashboardState, currentRepo } from '../../state/store.ts';
import type { ViewOf } from '../../state/views.ts';
import type { Surface } from '../../surface.ts';
import { titledSurface } from '../titled-surface.ts';
import { oneLine } from '../../text/plain-text.ts';
import type { StyledLine } from '../../text/styled-line.ts';
import { definitionLines, statsLines } from './stats-lines.ts';

const computed = new WeakMap<World, { readonly key: string; readonly stats: Stats }>();
const minuteMs = 60_000;

/** The measures of what the dashboard shows: computed once for a world, however often it is drawn. */
function statsNow({ world, all, repo, now }: DashboardState, name: WindowName): Stats {
  const key = `${name} ${all ? '' : repo} ${Math.floor(now / minuteMs)}`;
  const known = computed.get(world);
  if (known?.key === key) return known.stats;
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const stats = statsOf(world, { name, repo: all ? null : repo, now, zone });
  computed.set(world, { key, stats });
  return stats;
}

/** All lines of the view below its title. */
export function statsPage(state: DashboardState, view: ViewOf<'stats'>, glyphs: Glyphs): StyledLine[] {
  const { columns } = state.size;
  if (view.defining) return definitionLines(columns);
  return statsLines(statsNow(state, view.window), { columns, glyphs });
}

/** The view: a title that names the windows, and as many lines as fit below it. */
export function statsSurface(
  state: DashboardState,
  { view, rect }: { view: ViewOf<'stats'>; rect: Rect },
  look: Look,
): Surface {
  const lines = statsPage(state, view, look.glyphs);
  return titledSurface('stats', { rect, title: titleOf(state, view), lines, top: view.top }, look);
}

function titleOf(state: DashboardState, view: ViewOf<'stats'>): string {
  const where = state.all ? 'all repositories' : oneLine(currentRepo(state)?.name ?? '');
  const windows = windowNames.map((name) => (name === view.window ? `[${name}]` : ` ${name} `)).join('');
  return view.defining ? ' What each number is' : ` Statistics ${windows} ${where}`;
}
