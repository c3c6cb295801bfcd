import { type Digest, digestOf } from '../../../core/words/digest.ts';
import type { World } from '../../../core/model/world.ts';
import type { Rect } from '../../../tty/cells.ts';
import type { Glyphs } from '../../glyphs.ts';
import { layoutScreen } from '../../layout/layout-screen.ts';
import type { Look } from '../../look.ts';
import type { DashboardState } from '../../state/store.ts';
import type { ViewOf } from '../../state/views.ts';
import type { Surface } from '../../surface.ts';
import { age, sameDay, timeOfDay } from '../../text/duration.ts';
import { titledSurface } from '../titled-surface.ts';
import { oneLine } from '../../text/plain-text.ts';
import type { StyledLine } from '../../text/styled-line.ts';
import { digestLines } from './digest-lines.ts';

const minuteMs = 60_000;
const made = new WeakMap<World, { readonly key: string; readonly digest: Digest }>();

/** What the view tells: of the repository that the board shows, or of all; computed once for a world and a minute. */
export function digestNow(
  { world, all, repo, now }: DashboardState,
  { since, only }: Pick<ViewOf<'digest'>, 'since' | 'only'>,
): Digest {
  const key = `${since} ${only ?? ''} ${all ? '' : repo} ${Math.floor(now / minuteMs)}`;
  const known = made.get(world);
  if (known?.key === key) return known.digest;
  const digest = digestOf(world, { since, now, repo: all || only !== null ? null : repo, only });
  made.set(world, { key, digest });
  return digest;
}

const drawn = new WeakMap<Digest, { readonly key: string; readonly lines: readonly StyledLine[] }>();

/** All lines of the view below its title; everything that happened in months is not drawn anew with each second. */
export function digestPage(state: DashboardState, view: ViewOf<'digest'>, glyphs: Glyphs): readonly StyledLine[] {
  const rows = view.unfolded ? null : layoutScreen(state.size).whole.rows - 1;
  const digest = digestNow(state, view);
  const key = `${rows} ${Math.floor(state.now / minuteMs)} ${glyphs.dot}`;
  const known = drawn.get(digest);
  if (known?.key === key) return known.lines;
  const lines = digestLines(digest, { glyphs, now: state.now, rows }).map((line): StyledLine =>
    line.length === 0 ? line : [{ text: ' ' }, ...line],
  );
  drawn.set(digest, { key, lines });
  return lines;
}

/** The view: since when, and as many lines as fit below. */
export function digestSurface(
  state: DashboardState,
  { view, rect }: { view: ViewOf<'digest'>; rect: Rect },
  look: Look,
): Surface {
  const lines = digestPage(state, view, look.glyphs);
  return titledSurface('digest', { rect, title: titleOf(state, view), lines, top: view.top }, look);
}

const spanWords: Readonly<Record<ViewOf<'digest'>['span'], string>> = {
  left: 'Since you left',
  looked: 'Since you last looked',
  today: 'Today',
  day: 'The last 24 hours',
  ever: 'From its beginning',
};

function titleOf({ now, world }: DashboardState, { span, since, only }: ViewOf<'digest'>): string {
  const title = only === null ? '' : `#${only} ${oneLine(world.sessions[only]?.task.title ?? '')}`;
  const date = new Date(since);
  const day = sameDay(since, now) ? '' : `${date.getMonth() + 1}/${date.getDate()} `;
  const when = span === 'ever' || span === 'today' ? '' : `, ${day}${timeOfDay(since)} (${age(since, now)})`;
  const words = spanWords[span];
  return only === null ? ` ${words}${when}` : ` ${words}${when}: ${title}`;
}
