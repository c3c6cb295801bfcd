import { lastLook } from '../../core/measures/happenings.ts';
import { backFromAbsence, digestStart } from '../../core/words/digest.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { digestNow } from '../panes/digest/digest-surface.ts';
import { type DashboardState, deafMs, popView, pushView, replaceTop, topView } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { askedQuestions } from '../state/sitting.ts';
import { openSitting } from './answering/answers.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openHelp } from './open-help.ts';
import { takeReview, takeReviewReason } from './review.ts';
import { moves, scrollView } from './scroll-view.ts';

type Digest = ViewOf<'digest'>;

/** Opens what happened since the person left, or what is new in one session. */
export function openDigest({ store, now }: Pick<Dashboard, 'store' | 'now'>, only: number | null): void {
  const state = store.getState();
  const whole = state.world.person.leftAt === null ? 'day' : 'left';
  const span = only === null ? whole : 'looked';
  const since = sinceOf(state, { span, only, now: now() });
  pushView(store, { kind: 'digest', span, since, only, top: 0, unfolded: false });
}

/** The digest comes up by itself when the person comes back to something that happened meanwhile. */
export function openDigestAfterAbsence(dashboard: Pick<Dashboard, 'store' | 'now'>): void {
  const { store, now } = dashboard;
  const state = store.getState();
  const since = backFromAbsence(state.world.person, now());
  if (since === null || digestNow(state, { since, only: null }).sessions.length === 0) return;
  openDigest(dashboard, null);
  store.setState({ deafUntil: now() + deafMs });
}

function sinceOf(
  { world }: DashboardState,
  { span, only, now }: { span: Digest['span']; only: number | null; now: number },
): number {
  switch (span) {
    case 'left':
      return digestStart(world.person, now);
    case 'looked': {
      const session = only === null ? undefined : world.sessions[only];
      return session === undefined ? now : lastLook(session);
    }
    case 'today':
      return new Date(now).setHours(0, 0, 0, 0);
    case 'day':
      return now - 24 * 60 * 60_000;
    case 'ever':
      return 0;
  }
}

const spans = ['left', 'today', 'day'] as const;
const spansOfOne = ['looked', 'ever'] as const;

function nextSpan({ span, only }: Digest, { world }: DashboardState): Digest['span'] {
  const ofAll = world.person.leftAt === null ? spans.slice(1) : spans;
  const all: readonly Digest['span'][] = only === null ? ofAll : spansOfOne;
  return all[(all.indexOf(span) + 1) % all.length] ?? span;
}

function change(
  { store }: Pick<Dashboard, 'store'>,
  to: (view: Digest, state: DashboardState) => Partial<Digest>,
): void {
  const state = store.getState();
  const view = topView(state);
  if (view?.kind === 'digest') replaceTop(store, { ...view, ...to(view, state) });
}

function scrolls(move: keyof typeof moves): Handler {
  return { run: ({ store }) => scrollView(store, moves[move]) };
}

/** Everything in it is old from now on. */
async function seen({ store, link }: Dashboard): Promise<void> {
  const state = store.getState();
  const view = topView(state);
  if (view?.kind !== 'digest') return;
  const sessions = digestNow(state, view).sessions.map(({ session }) => session);
  popView(store);
  if (sessions.length > 0) await link.request('session/looked', { sessions });
}

/** What keys do in the digest. */
export const digestActions: Readonly<Record<ActionOf<'digest'>, Handler>> = {
  'digest.seen': { run: seen },
  'digest.answer': {
    reason: (state) =>
      askedQuestions(state.world, { repo: state.all ? null : state.repo, only: null }).length === 0
        ? 'no questions are open'
        : null,
    run: async (dashboard) => {
      popView(dashboard.store);
      await openSitting(dashboard, null);
    },
  },
  'digest.review': {
    reason: takeReviewReason,
    run: async (dashboard) => {
      popView(dashboard.store);
      await takeReview(dashboard);
    },
  },
  'digest.unfold': { run: (dashboard) => change(dashboard, ({ unfolded }) => ({ unfolded: !unfolded, top: 0 })) },
  'digest.span': {
    run: (dashboard) =>
      change(dashboard, (view, state) => {
        const span = nextSpan(view, state);
        return { span, since: sinceOf(state, { span, only: view.only, now: dashboard.now() }), top: 0 };
      }),
  },
  'digest.down': scrolls('down'),
  'digest.up': scrolls('up'),
  'digest.page-down': scrolls('page-down'),
  'digest.page-up': scrolls('page-up'),
  'digest.top': scrolls('top'),
  'digest.bottom': scrolls('bottom'),
  'digest.help': { run: ({ store }) => openHelp(store) },
  'digest.leave': { run: ({ store }) => popView(store) },
};
