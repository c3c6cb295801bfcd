import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { openSideTerminal as decideToOpen } from '../../core/decide/terminals.ts';
import { cursorLine, selectedFile, shownPatch } from '../review/review-content.ts';
import type { ReviewState } from '../review/review-model.ts';
import { type DashboardState, say } from '../state/store.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Handler } from './dashboard.ts';
import { refusal } from './refusal.ts';
import { openReviewState } from './open-review-state.ts';
import { openSideTerminal } from './side-terminals.ts';

function inReview(
  judge: (review: ReviewState, state: DashboardState) => string | null,
): (state: DashboardState) => string | null {
  return (state) => {
    const review = openReviewState(state);
    return review === null ? null : judge(review, state);
  };
}

/** The person's editor on the file and line at the cursor, in the session's worktree. */
export const editFile: Handler = {
  reason: inReview((review, state) => {
    const file = selectedFile(review)?.file;
    if (review.page !== 'diff' || file === undefined) return 'this is about a file of the diff: v shows it';
    if (file.status === 'deleted') return `${oneLine(file.path)} is deleted: there is nothing to edit`;
    const { id } = review.session;
    return refusal(decideToOpen(state.world, { id, kind: 'editor', file: file.path, line: null }));
  }),
  run: async (dashboard) => {
    const review = openReviewState(dashboard.store.getState());
    const file = review === null ? undefined : selectedFile(review)?.file;
    if (review === null || file === undefined) return;
    await openSideTerminal(dashboard, {
      kind: 'editor',
      session: review.session,
      file: file.path,
      line: lineToEdit(review),
    });
  },
};

/** The line of the new version at the cursor; a removed one is where the next line stands. */
function lineToEdit(review: ReviewState): number | null {
  const at = cursorLine(review);
  if (at?.side === 'new') return at.line;
  const numbers = shownPatch(review)?.newNumbers.subarray(review.cursor) ?? [];
  return numbers.find((number) => number > 0) ?? null;
}

/** What lies on the disk of what is shown: the file, the log, what was handed in; null where nothing does. */
function shownPath(review: ReviewState): string | null {
  if (review.page === 'log') {
    const source = review.logSources[review.log];
    if (source?.kind === 'evidence') return source.file.path;
    const check = review.verdict?.checks.find(({ name }) => source?.kind === 'check' && name === source.name);
    return check?.log || null;
  }
  const file = selectedFile(review)?.file;
  const worktree = review.session.worktree?.path;
  if (review.page !== 'diff' || file === undefined || worktree === undefined || file.status === 'deleted') return null;
  return join(worktree, file.path);
}

/** The system's own program for the file that is shown; where there is none, its path is said. */
export const openOutside: Handler = {
  reason: inReview((review) => (shownPath(review) === null ? 'nothing that lies on the disk is shown here' : null)),
  run: (dashboard) => {
    const { store, env } = dashboard;
    const review = openReviewState(store.getState());
    const path = review === null ? null : shownPath(review);
    if (path === null) return;
    const program = openerOf(env);
    if (program === null) {
      dashboard.copy(path);
      say(
        store,
        `no program opens files here; the path goes to the clipboard where the terminal allows: ${oneLine(path)}`,
      );
      return;
    }
    const child = spawn(program, [path], { env: { ...env }, stdio: 'ignore', detached: true });
    child.on('error', (thrown) =>
      say(store, `${program} did not start (${thrown.message}): it is ${oneLine(path)}`, 'bad'),
    );
    child.unref();
    say(store, `opened: ${oneLine(path)}`, 'good');
  },
};

/** What opens files for the person; null without a desktop to open them on. */
function openerOf(env: Readonly<Record<string, string>>): string | null {
  const isMac = process.platform === 'darwin';
  if (!isMac && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return null;
  const name = isMac ? 'open' : 'xdg-open';
  const places = (env['PATH'] ?? '').split(':').filter((place) => place.startsWith('/'));
  return places.map((place) => join(place, name)).find((path) => isExecutable(path)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
