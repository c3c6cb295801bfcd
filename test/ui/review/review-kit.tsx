import { render } from 'ink';
import { newRepo } from '../../../src/core/reduce/new-repo.ts';
import { newSession } from '../../../src/core/reduce/new-session.ts';
import type { Evidence } from '../../../src/core/model/round.ts';
import type { Session } from '../../../src/core/model/session.ts';
import {
  type ChangedFile,
  type CheckResult,
  type Verdict,
  blankVerdict,
  plainResult,
} from '../../../src/core/model/verdict.ts';
import type { Repo } from '../../../src/core/model/world.ts';
import { CellGrid } from '../../../src/tty/cells.ts';
import { VirtualTty } from '../../../src/tty/virtual-tty.ts';
import { openReview } from '../../../src/ui/review/review-model.ts';
import type { LogSource, ReviewAction } from '../../../src/ui/review/review-model.ts';
import type { Compared } from '../../../src/ui/review/review-rounds.ts';
import { type ReviewState, reviewReducer } from '../../../src/ui/review/review-state.ts';
import { ReviewView, reviewSurfaces } from '../../../src/ui/review/review-view.tsx';

export const target = '4f2c1aa000000000000000000000000000000000';
const minute = 60_000;
const start = Date.UTC(2026, 0, 5, 10, 0, 0);

export const repo: Repo = {
  ...newRepo({ id: 'acme-app-1234', root: '/home/ada/acme-app', name: 'acme-app', target: 'main' }),
  targetCommit: target,
};

export function check(name: string, outcome: CheckResult['outcome'] = 'green'): CheckResult {
  const exit = outcome === 'green' ? 0 : outcome === 'red' ? 1 : null;
  return {
    name,
    run: `npm run ${name}`,
    outcome,
    exit,
    durationMs: 12_000,
    log: '',
    tail: '',
    ...plainResult,
  };
}

export function evidence(name: string): Evidence {
  return { name, path: `/kept/${name}`, bytes: 120, kind: 'text', round: 1 };
}

export function changed(path: string, added: number | null = 3, removed: number | null = 1): ChangedFile {
  return { path, status: 'modified', added, removed };
}

export function verdict(parts: Partial<Verdict> = {}): Verdict {
  return {
    ...blankVerdict,
    kind: 'green',
    snapshot: '5'.repeat(40),
    target,
    candidate: 'c'.repeat(40),
    tree: '7'.repeat(40),
    files: [changed('README.md'), changed('src/upload.ts', 40, 8), changed('test/upload.test.ts', 2, 5)],
    checks: [check('test'), check('lint')],
    reasons: [],
    notes: [],
    startedAt: start,
    finishedAt: start + minute,
    ...parts,
  };
}

/** A green item in its second round, as the gate and the agent left it. */
export function session(parts: Partial<Session> = {}): Session {
  const task = {
    title: 'error-handling',
    prompt: 'Retry transient upload failures.\nKeep the public API.',
    kind: 'isolated' as const,
    scope: ['src/**', 'test/**'],
    checks: [],
    stop: ['the API would have to change'],
    agent: 'claude',
    priority: 0,
    after: [],
  };
  const made = newSession({ type: 'task.created', session: 4, repo: repo.id, task }, start);
  return {
    ...made,
    state: 'reviewing',
    round: 2,
    readyAt: start,
    summary: 'Uploads are retried three times.',
    evidence: [evidence('logs/retry.txt')],
    verdict: verdict(),
    ...parts,
  };
}

export function opened(parts: Partial<Session> = {}, size = { columns: 80, rows: 24 }): ReviewState {
  return openReview({ session: session(parts), repo, now: start + 31 * minute, ...size });
}

/** The state after these actions. */
export function after(state: ReviewState, ...actions: readonly ReviewAction[]): ReviewState {
  return actions.reduce(reviewReducer, state);
}

/** The log that the page shows. */
export function logOf(state: ReviewState): LogSource {
  const source = state.logSources[state.log];
  if (source === undefined) throw new Error('there is no log');
  return source;
}

/** A patch of one file that replaces `count` lines one by one. */
export function patchOf(path: string, count: number): string {
  const lines = Array.from(
    { length: count },
    (_, line) => `-const value${line} = ${line};\n+const value${line} = ${line + 1};\n`,
  );
  return `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n@@ -1,${count} +1,${count} @@\n${lines.join('')}`;
}

export function loaded(path: string, patch: string, to = 'c'.repeat(40)): ReviewAction {
  return { type: 'patch-loaded', path, patch, to };
}

/** What the daemon says of the work beside what was seen of it before. */
export function comparedAs(
  contents: Compared['contents'],
  to = 'c'.repeat(40),
  more: Partial<Omit<Compared, 'since'>> & { since?: Partial<NonNullable<Compared['since']>> } = {},
): ReviewAction {
  const { since, ...rest } = more;
  const whole = { round: 1, at: start, files: [], mixed: [], fresh: [], reverted: [], same: 0, before: {}, ...since };
  const compared: Compared = {
    to,
    contents,
    problem: null,
    comments: { target: [], reviewed: [] },
    ...rest,
    since: since === undefined ? null : whole,
  };
  return { type: 'compare-loaded', compared };
}

/** The whole view as a person sees it: Ink's chrome with the surfaces laid over it. */
export async function screenText(state: ReviewState): Promise<string> {
  const { columns, rows } = state;
  const tty = new VirtualTty({ columns, rows, depth: '256', onChange: () => undefined });
  const app = render(<ReviewView state={state} columns={columns} rows={rows} />, {
    stdout: tty.stdout,
    stdin: tty.stdin,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    maxFps: 1000,
  });
  await app.waitUntilRenderFlush();
  const grid = new CellGrid(columns, rows);
  const drawn = tty.takeChange();
  if (drawn !== undefined) grid.apply(drawn);
  for (const surface of reviewSurfaces(state, { columns, rows })) {
    const own = new CellGrid(surface.columns, surface.rows);
    surface.content.forEach((row, index) => own.setRow(index, row));
    grid.copyRect(own, { row: 0, column: 0, rows: surface.rows, columns: surface.columns }, surface);
  }
  app.unmount();
  await app.waitUntilExit();
  tty.close();
  return grid.text();
}
