import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Session } from '../../core/model/session.ts';
import { type Repo, type World, emptyWorld } from '../../core/model/world.ts';
import { type ScreenSize, layoutScreen } from '../layout/layout-screen.ts';
import { type BoardContent, type BoardLayout, layoutBoard } from '../layout/layout-board.ts';
import { type ReviewLook, firstLook } from '../review/review-look.ts';
import { type BoardSessions, boardSessions } from './board.ts';
import { type Drafts, noDrafts } from './drafts.ts';
import type { QuestionContext } from './question-context.ts';
import { type ReadingClock, noReading } from './reading-clock.ts';
import type { View } from './views.ts';

/** A sentence for the message line. */
export interface Message {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
  /** When it was said. */
  readonly at: number;
}

/** Everything the dashboard draws from, but for the live screens. */
export interface DashboardState {
  readonly world: World;
  /** The repository it stands in. */
  readonly repo: string;
  /** Show the sessions of every repository. */
  readonly all: boolean;
  readonly link: { readonly kind: 'live' } | { readonly kind: 'lost'; readonly why: string | null };
  readonly size: ScreenSize;
  /** The clock that texts are drawn with; ticks at most once a second. */
  readonly now: number;
  readonly selected: number | null;
  /** Which pane is in sight where they do not fit side by side. */
  readonly pane: 'board' | 'review';
  readonly filter: string;
  /** Top is last; empty is the board. */
  readonly views: readonly View[];
  readonly message: Message | null;
  /** How diffs are looked at, from one review to the next. */
  readonly reviewLook: ReviewLook;
  /** What was held back while the person was in a judgement task; stays until they have read on. */
  readonly news: string | null;
  readonly drafts: Drafts;
  /** What is known beside questions, by session. */
  readonly contexts: Readonly<Record<number, QuestionContext>>;
  /** Globs of a boundary being written that match no file, and of which boundary; null while nobody has looked. */
  readonly unmatched: { readonly boundary: string; readonly globs: readonly string[] } | null;
  /** Digits of a session's number typed so far. */
  readonly digits: { readonly text: string; readonly at: number };
  /** What the zoomed session's screen says about itself; null while nothing is known. */
  readonly zoomed: {
    /** Bytes of typed input that its program has not read. */
    readonly unread: number;
    readonly columns: number;
    readonly rows: number;
    /** Since when it has another size than this terminal asked for. */
    readonly otherSince: number | null;
  } | null;
  /** Keys that were typed in zoom while there was no connection: they went nowhere. */
  readonly lostKeys: number;
  /** The mouse acts in the dashboard; otherwise it is left to the terminal, for its own selection. */
  readonly mouse: boolean;
  /** How long the item in hand has been read here. */
  readonly reading: ReadingClock;
  /** Keys are not taken before this time: a view changed by itself under the person's fingers. */
  readonly deafUntil: number;
}

export type DashboardStore = StoreApi<DashboardState>;

/** What a dashboard starts with. */
const initialState: DashboardState = {
  world: emptyWorld,
  repo: '',
  all: false,
  link: { kind: 'live' },
  size: { columns: 80, rows: 24 },
  now: 0,
  selected: null,
  pane: 'board',
  filter: '',
  views: [],
  message: null,
  reviewLook: firstLook,
  news: null,
  drafts: noDrafts,
  contexts: {},
  unmatched: null,
  digits: { text: '', at: 0 },
  zoomed: null,
  lostKeys: 0,
  mouse: true,
  reading: noReading,
  deafUntil: 0,
};

/** A store that starts with this state. */
export function makeStore(start: Partial<DashboardState>): DashboardStore {
  return createStore<DashboardState>(() => ({ ...initialState, ...start }));
}

/** The view that takes keys; null is the board. */
export function topView(state: DashboardState): View | null {
  return state.views.at(-1) ?? null;
}

/** The repository the dashboard stands in. */
export function currentRepo(state: DashboardState): Repo | null {
  return state.world.repos[state.repo] ?? null;
}

/** The repository in which somebody changed what acts on everybody: the one it stands in first, with `all` any other. */
export function tamperedRepo(state: Pick<DashboardState, 'world' | 'repo' | 'all'>): Repo | null {
  const { world } = state;
  const here = world.repos[state.repo];
  const others = state.all ? Object.values(world.repos) : [];
  return [here, ...others].find((repo) => repo !== undefined && repo.tampered.length > 0) ?? null;
}

/** The sessions that the board shows. */
function shownSessions(state: Pick<DashboardState, 'world' | 'repo' | 'all' | 'filter'>): BoardSessions {
  return boardSessions(state.world, { repo: state.all ? null : state.repo, filter: state.filter });
}

/** The selected session: the first one shown when the chosen one is not (any more). */
export function selectedSession(state: DashboardState): Session | null {
  const { tiles, folded } = shownSessions(state);
  const order = [...tiles, ...folded];
  return order.find((session) => session.id === state.selected) ?? order[0] ?? null;
}

/** The board as it lies on the screen now. */
export interface BoardNow {
  /** Tiles first, then the folded ones. */
  readonly order: readonly Session[];
  readonly content: BoardContent;
  readonly layout: BoardLayout;
}

type BoardSource = Pick<DashboardState, 'world' | 'repo' | 'all' | 'filter' | 'selected' | 'size'>;

const boards = new WeakMap<BoardSource, BoardNow>();

/** Lays the board out for the state; the same state again costs nothing. */
export function boardNow(state: BoardSource): BoardNow {
  const known = boards.get(state);
  if (known !== undefined) return known;
  const board = layOut(state);
  boards.set(state, board);
  return board;
}

function layOut(state: BoardSource): BoardNow {
  const { tiles, folded } = shownSessions(state);
  const order = [...tiles, ...folded];
  const chosen = order.findIndex((session) => session.id === state.selected);
  const selected = chosen === -1 && order.length > 0 ? 0 : chosen;
  const content = { tiles: tiles.length, folded: folded.length, selected };
  return { order, content, layout: layoutBoard(layoutScreen(state.size).board, content) };
}

/** Puts a view on top. */
export function pushView(store: DashboardStore, view: View): void {
  store.setState((state) => ({ views: [...state.views, view], message: null, news: null }));
}

/** Takes the top view away. */
export function popView(store: DashboardStore): void {
  store.setState((state) => ({ views: state.views.slice(0, -1) }));
}

/** Puts another view in the place of the top one. */
export function replaceTop(store: DashboardStore, view: View): void {
  store.setState((state) => ({ views: [...state.views.slice(0, -1), view] }));
}

/** How long a sentence stays true enough to be shown, milliseconds. */
const messageMs = 12_000;

/** Lets the clock go on; a sentence about what happened grows old with it. */
export function tick(store: DashboardStore, now: number): void {
  store.setState(({ message }) => ({
    now,
    message: message !== null && now - message.at > messageMs ? null : message,
  }));
}

/** Puts a sentence into the message line. */
export function say(store: DashboardStore, text: string, tone: Message['tone'] = 'plain'): void {
  store.setState(({ now }) => ({ message: { text, tone, at: now } }));
}

/** How long a view that came up by itself takes no key, milliseconds of quiet. */
export const deafMs = 400;
