import { Fault } from '../../core/fault.ts';
import type { Reading } from '../../core/model/review-notes.ts';
import { sum } from '../../core/measures/figures.ts';
import { linesToRead } from '../../core/rules/read-lines.ts';
import type { InputEvent } from '../../tty/keys/input-event.ts';
import { isRead, readLines, unreadFiles } from '../review/review-content.ts';
import type { ReviewState } from '../review/review-model.ts';
import { isMarked } from '../review/review-rounds.ts';
import {
  type ReadingClock,
  noteInput,
  pauseReading,
  readSince,
  sayRead,
  startReading,
} from '../state/reading-clock.ts';
import type { DashboardState } from '../state/store.ts';
import { coversScreen } from '../state/views.ts';
import type { Dashboard } from './dashboard.ts';

/** The daemon hears so often how long the item in hand was read, ms: no more is lost with a dashboard that dies. */
const sayMs = 30_000;

/** The review that lies before the person; dialogs and lines over it belong to it. */
function reviewBefore({ views }: Pick<DashboardState, 'views'>): ReviewState | null {
  const view = views.findLast(coversScreen);
  return view?.kind === 'review' ? view.state : null;
}

/** Something came in from the terminal: a reader is there, or has turned away. */
export function noteReader({ store, now }: Dashboard, event: InputEvent): void {
  const { reading } = store.getState();
  if (reading.of === null || event.kind === 'reply' || event.kind === 'key-release') return;
  const lost = event.kind === 'focus' && !event.focused;
  change(store, lost ? pauseReading(reading, now()) : noteInput(reading, now()));
}

/** Keeps the clock of reading up with the views and the item in hand, and tells the daemon of it. */
export function followReading(dashboard: Dashboard): void {
  const { store, now } = dashboard;
  const state = store.getState();
  const review = reviewBefore(state);
  const { inHand } = state.world;
  if (review === null || inHand?.session !== review.session.id) change(store, pauseReading(state.reading, now()));
  else if (state.reading.of?.takenAt !== inHand.since || isAway(state.reading)) {
    // The marks of earlier sittings hold for what was read then; whether it is that still is not known yet.
    const read = Object.entries(review.session.marks).flatMap(([path, { mark, content }]) =>
      isMarked(mark) ? [readName(path, content)] : [],
    );
    change(store, startReading(state.reading, { session: inHand.session, takenAt: inHand.since, now: now(), read }));
  }
  tellRead(dashboard);
}

function isAway({ inputAt }: ReadingClock): boolean {
  return inputAt === null;
}

function change(store: Dashboard['store'], reading: ReadingClock): void {
  if (reading !== store.getState().reading) store.setState({ reading });
}

function tellRead(dashboard: Dashboard): void {
  const { store, link, now } = dashboard;
  const { reading, world, link: connection } = store.getState();
  const read = readSince(reading, now());
  if (reading.of === null || read < sayMs || connection.kind === 'lost') return;
  change(store, sayRead(reading, now()));
  const { session } = reading.of;
  if (world.inHand?.session !== session) return;
  link.request('review/read', { session, ms: Math.min(read, 2 * sayMs) }).catch((thrown: unknown) => {
    // Half a minute is lost with the connection, and none is invented.
    if (!(thrown instanceof Fault)) dashboard.crash(thrown);
  });
}

/** How the review that is open has been read, as a request takes it; nothing where none is. */
export function readingHere(state: DashboardState, now: number): { reading?: Reading } {
  const view = state.views.find((each) => each.kind === 'review');
  return view === undefined ? {} : { reading: readingOf(state, { review: view.state, now }) };
}

/** How the item in hand has been read up to now. */
export function readingOf(state: DashboardState, { review, now }: { review: ReviewState; now: number }): Reading {
  const { reading, world } = state;
  const said = world.pace.read?.session === review.session.id ? world.pace.read.ms : 0;
  const own = reading.of?.session === review.session.id ? readSince(reading, now) : 0;
  // Also what a later round does not list because the agent did not touch it since.
  const files = review.verdict?.files ?? [];
  const read = files.filter(({ path }) => isRead(review, path));
  const contents = review.compared?.contents ?? {};
  const fresh = read.filter(({ path }) => !reading.readBefore.has(readName(path, contents[path])));
  // Of a file that is shown as the difference since the last decision only that was read.
  const shown = new Map(review.files.map(({ file }) => [file.path, file]));
  return {
    ms: Math.round(said + own),
    files: files.length,
    unread: unreadFiles(review).length,
    ...readLines(review),
    weighed: sum(fresh.map((file) => linesToRead(shown.get(file.path) ?? file))),
  };
}

/** A file as it was read: the same path with another change is another thing to read. */
function readName(path: string, content: string | undefined): string {
  return `${content ?? ''} ${path}`;
}
