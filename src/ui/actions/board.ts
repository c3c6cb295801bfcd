import { discardSession, resumeSession, stopSession } from '../../core/decide/task.ts';
import { resetSession } from '../../core/decide/reset.ts';
import type { Session } from '../../core/model/session.ts';
import { sessionsOf } from '../../core/model/world.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { askToDiscard, askToReset, askToStop, askToUndo } from '../state/confirmations.ts';
import { autoAnswered } from '../state/kept-answers.ts';
import { askedQuestions, keptAnswers, unsentAnswers } from '../state/sitting.ts';
import { type DashboardState, pushView, say, selectedSession, tamperedRepo } from '../state/store.ts';
import { fieldOf } from '../text/field.ts';
import type { Handler } from './dashboard.ts';
import { openHelp } from './open-help.ts';
import { openDigest } from './digest.ts';
import { refusal } from './refusal.ts';
import { resumedWords } from './resumed-words.ts';
import { moveBy, moveInDirection, pageBy, pickByNumber } from './selecting.ts';
import { toggleMouse } from './mouse-reports.ts';
import { queueActions } from './queue.ts';
import { openScrollback } from './open-scrollback.ts';
import { openLog } from './text.ts';
import { openSitting } from './answering/answers.ts';
import { openNewTask } from './form.ts';
import { openStats } from './stats.ts';
import { tagReason } from './tag.ts';
import { undoReason } from './landed.ts';
import { openTampered, openTrust } from './trust.ts';
import { openSideTerminal, sideTerminalReason } from './side-terminals.ts';
import { openTerminal } from './zoom.ts';
import { takeReview, takeReviewReason } from './review.ts';

const nothingSelected = 'there is no session yet: n writes a task';

function about(
  judge: (state: DashboardState, session: Session) => string | null,
): (state: DashboardState) => string | null {
  return (state) => {
    const session = selectedSession(state);
    return session === null ? nothingSelected : judge(state, session);
  };
}

function sittingReason(state: DashboardState, only: number | null): string | null {
  const choice = { repo: state.all ? null : state.repo, only };
  const some = askedQuestions(state.world, choice).length + unsentAnswers(state.world, choice).length;
  if (some + keptAnswers(state, choice).length + autoAnswered(state.world, choice).length > 0) return null;
  return only === null ? 'no questions are open' : `#${only} has no open question`;
}

/** What the board's keys do. */
export const boardActions: Readonly<Record<ActionOf<'board'>, Handler>> = {
  'board.new': { run: (dashboard) => openNewTask(dashboard) },
  'board.open': {
    reason: about((_, session) =>
      session.run === null && session.exit === null
        ? `#${session.id} has no terminal yet: it is ${session.state}`
        : null,
    ),
    run: (dashboard) => openTerminal(dashboard),
  },
  'board.answer': {
    reason: (state) => sittingReason(state, null),
    run: (dashboard) => openSitting(dashboard, null),
  },
  'board.answer-one': {
    reason: about((state, session) => sittingReason(state, session.id)),
    run: (dashboard) => openSitting(dashboard, selectedSession(dashboard.store.getState())?.id ?? null),
  },
  'board.review': { reason: takeReviewReason, run: (dashboard) => takeReview(dashboard) },
  'board.log': {
    reason: about((_, session) =>
      session.worktree === null ? `#${session.id} has not started: nothing to read` : null,
    ),
    run: (dashboard) => openLog(dashboard),
  },
  'board.scrollback': {
    reason: about((_, session) => (session.runs === 0 ? `#${session.id} has printed nothing yet` : null)),
    run: (dashboard) => {
      const session = selectedSession(dashboard.store.getState());
      if (session !== null) openScrollback(dashboard, { session: session.id, terminal: null });
    },
  },
  'board.shell': {
    reason: about((state, session) => sideTerminalReason(state, { session, kind: 'shell' })),
    run: (dashboard) => openSideTerminal(dashboard, { kind: 'shell' }),
  },
  'board.editor': {
    reason: about((state, session) => sideTerminalReason(state, { session, kind: 'editor' })),
    run: (dashboard) => openSideTerminal(dashboard, { kind: 'editor' }),
  },
  'board.digest': {
    reason: (state) => (sessionsOf(state.world).length === 0 ? nothingSelected : null),
    run: (dashboard) => openDigest(dashboard, null),
  },
  'board.digest-one': {
    reason: about(() => null),
    run: (dashboard) => openDigest(dashboard, selectedSession(dashboard.store.getState())?.id ?? null),
  },
  'board.stats': {
    reason: (state) => (sessionsOf(state.world).length === 0 ? nothingSelected : null),
    run: ({ store }) => openStats(store),
  },
  'board.tag': {
    reason: about(tagReason),
    run: ({ store }) => {
      const session = selectedSession(store.getState());
      if (session !== null) pushView(store, { kind: 'tag', session: session.id });
    },
  },
  'board.mouse': { run: toggleMouse },
  'board.jobs': {
    reason: about((_, session) => (session.worktree === null ? `#${session.id} has no worktree yet` : null)),
    run: ({ store }) => {
      const session = selectedSession(store.getState());
      if (session !== null) pushView(store, { kind: 'jobs', session: session.id, job: null });
    },
  },
  ...queueActions,
  'board.stop': {
    reason: about((state, session) => refusal(stopSession(state.world, session.id))),
    run: ({ store }) => {
      const session = selectedSession(store.getState());
      if (session === null) return;
      pushView(store, askToStop(session.id, session.task.title));
    },
  },
  'board.resume': {
    reason: about((state, session) => refusal(resumeSession(state.world, { id: session.id, note: null }))),
    run: async ({ store, link }) => {
      const session = selectedSession(store.getState());
      if (session === null) return;
      await link.request('session/resume', { session: session.id, note: null });
      say(store, resumedWords(session), 'good');
    },
  },
  'board.reset': {
    reason: about((state, session) => refusal(resetSession(state.world, { id: session.id, note: null, files: [] }))),
    run: ({ store }) => {
      const session = selectedSession(store.getState());
      if (session !== null) pushView(store, askToReset({ session: session.id, title: session.task.title, note: null }));
    },
  },
  'board.discard': {
    reason: about((state, session) => refusal(discardSession(state.world, session.id))),
    run: ({ store }) => {
      const session = selectedSession(store.getState());
      if (session === null) return;
      pushView(store, askToDiscard(session.id, session.task.title));
    },
  },
  // Never refused by what the screen knows: the file may have changed a moment ago, and the daemon looks at it.
  'board.trust': { run: (dashboard) => openTrust(dashboard, false) },
  'board.tampered': {
    reason: (state) => (tamperedRepo(state) === null ? "git's own files are as they were accepted" : null),
    run: openTampered,
  },
  'board.undo': {
    reason: about(undoReason),
    run: ({ store }) => {
      const session = selectedSession(store.getState());
      if (session !== null) pushView(store, askToUndo(session.id, session.task.title));
    },
  },
  'board.pane': {
    reason: (state) => (layoutScreen(state.size).kind === 'wide' ? 'all panes are in sight' : null),
    run: ({ store }) => store.setState((state) => ({ pane: state.pane === 'board' ? 'review' : 'board' })),
  },
  'board.filter': {
    run: ({ store }) => {
      pushView(store, { kind: 'line', purpose: 'filter', field: fieldOf(store.getState().filter) });
    },
  },
  'board.command': { run: ({ store }) => pushView(store, { kind: 'line', purpose: 'command', field: fieldOf('') }) },
  'board.left': { run: ({ store }) => moveInDirection(store, 'left') },
  'board.right': { run: ({ store }) => moveInDirection(store, 'right') },
  'board.up': { run: ({ store }) => moveInDirection(store, 'up') },
  'board.down': { run: ({ store }) => moveInDirection(store, 'down') },
  'board.next': { run: ({ store }) => moveBy(store, 1) },
  'board.previous': { run: ({ store }) => moveBy(store, -1) },
  'board.page-down': { run: ({ store }) => pageBy(store, 1) },
  'board.page-up': { run: ({ store }) => pageBy(store, -1) },
  'board.number': { run: (dashboard, key) => pickByNumber(dashboard.store, { digit: key, now: dashboard.now() }) },
  'board.clear': {
    run: ({ store }) => {
      store.setState({ filter: '', message: null, news: null });
    },
  },
  'board.help': { run: ({ store }) => openHelp(store) },
  'board.quit': { run: (dashboard) => dashboard.quit() },
};
