import { Box, Text, render } from 'ink';
import { type ReactElement, createElement } from 'react';

import type { PictureRow } from '../../../src/core/picture.ts';
import { newRepo } from '../../../src/core/reduce/new-repo.ts';
import { newSession } from '../../../src/core/reduce/new-session.ts';
import type { Session } from '../../../src/core/model/session.ts';
import { blankVerdict } from '../../../src/core/model/verdict.ts';
import { CellGrid } from '../../../src/tty/cells.ts';
import { Compositor } from '../../../src/tty/compositor.ts';
import { openReview } from '../../../src/ui/review/review-model.ts';
import { type ReviewAction, type ReviewState, reviewReducer } from '../../../src/ui/review/review-state.ts';
import { reviewSurfaces } from '../../../src/ui/review/review-surfaces.ts';
import { inkTarget } from '../kit/ink-target.ts';
import { opened } from '../kit/opened.ts';
import { fullSize } from '../kit/signalbox.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

const patchLines = 20_000;
const path = 'src/generated.ts';

/** A diff of 20,000 lines: from its text to the first frame, and from a key to the next. */
export const longDiff: Measure = {
  name: 'long-diff',
  rows: rowsOf({ unit: 'ms', statistic: 'p50', rival: 'Ink' }, [
    {
      name: 'diff-open',
      means: 'patch of 20,000 lines read, first screen laid out, highlighted and composed; Ink: the same rows drawn',
      budget: { ours: 50 },
      sample: 'open',
    },
    {
      name: 'diff-open-first',
      means: 'the same for the first diff that a process ever opens',
      budget: { ours: 50 },
      sample: 'first',
    },
    { name: 'diff-scroll', means: 'one line on', budget: { ours: 2 }, sample: 'scroll' },
    {
      name: 'diff-page',
      means: 'one page on, to lines not seen before',
      budget: null,
      sample: 'page',
    },
  ]).concat(
    rowsOf({ unit: 'ms', statistic: 'p50', rival: null }, [
      {
        name: 'diff-side-by-side',
        means: 'both versions side by side, from one below the other',
        budget: { ours: 50 },
        sample: 'beside',
      },
      { name: 'diff-side-scroll', means: 'one line on, side by side', budget: { ours: 2 }, sample: 'besideScroll' },
      { name: 'diff-side-page', means: 'one page on, side by side', budget: null, sample: 'besidePage' },
      {
        name: 'diff-search',
        means: 'a text that is in every second line searched for, first match shown',
        budget: { ours: 50 },
        sample: 'search',
      },
      { name: 'diff-search-next', means: 'the next match shown', budget: { ours: 5 }, sample: 'searchNext' },
    ]),
  ),
  open: ({ quick }: Course) => {
    const steps = quick ? 20 : 60;
    return Promise.resolve(
      opened(
        {
          ours: (round) => Promise.resolve(composed(steps, round)),
          Ink: (round) => drawnByInk(steps, round),
        },
        [],
      ),
    );
  },
};

/** No two rounds read the same lines: nothing may be left from the one before. */
function patchText(round: number): string {
  const body = Array.from({ length: patchLines / 2 }, (_, line) => {
    const name = `value${round}_${line}`;
    return `-  const ${name} = compute(${line}, 'before', { deep: true });\n+  const ${name} = await compute(${line}, "after", { deep: ${line % 3 === 0} }); // ${line}\n`;
  });
  return `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n@@ -1,${patchLines / 2} +1,${patchLines / 2} @@\n${body.join('')}`;
}

function reviewed(): Session {
  const task = {
    title: 'long',
    prompt: '',
    kind: 'isolated' as const,
    scope: [],
    checks: [],
    stop: [],
  };
  const created = { ...task, agent: 'pane', priority: 0, after: [] };
  const made = newSession({ type: 'task.created', session: 1, repo: 'repo', task: created }, 0);
  const file = {
    path,
    status: 'modified' as const,
    added: patchLines / 2,
    removed: patchLines / 2,
  };
  const commits = {
    snapshot: 's'.repeat(40),
    target: 't'.repeat(40),
    candidate: 'c'.repeat(40),
    tree: 'e'.repeat(40),
  };
  const verdict = { ...blankVerdict, kind: 'green' as const, ...commits, files: [file] };
  return {
    ...made,
    state: 'reviewing',
    readyAt: 0,
    verdict: { ...verdict, startedAt: 0, finishedAt: 0 },
  };
}

function begin(): ReviewState {
  const known = newRepo({ id: 'repo', root: '/repo', name: 'repo', target: 'main' });
  const repo = { ...known, targetCommit: 't'.repeat(40) };
  return openReview({ session: reviewed(), repo, look: { sideBySide: false, whitespace: true }, now: 0, ...fullSize });
}

function opening(patch: string): ReviewAction[] {
  return [
    { type: 'patch-loaded', path, patch, to: 'c'.repeat(40) },
    { type: 'show-page', page: 'diff' },
  ];
}

function composed(steps: number, round: number): Samples {
  const compositor = new Compositor({ ...fullSize, depth: 'truecolor' });
  compositor.paint();
  const frame = (state: ReviewState): void => {
    const tiles = reviewSurfaces(state, fullSize).map((surface) => {
      const grid = new CellGrid(surface.columns, surface.rows);
      surface.content.forEach((row, index) => grid.setRow(index, row));
      return { id: surface.id, rect: surface, grid, crop: { row: 0, column: 0 } };
    });
    compositor.setOverlay({ tiles });
    compositor.paint();
  };
  const patch = patchText(round);
  let state = begin();
  const timed = (actions: readonly ReviewAction[]): number => {
    const begun = performance.now();
    state = actions.reduce(reviewReducer, state);
    frame(state);
    return performance.now() - begun;
  };
  const first = timed(opening(patch));
  if (round === 0) state = begin();
  const open = round === 0 ? timed(opening(patchText(500))) : first;
  // The cursor reaches the last row first; from there on each step scrolls.
  for (let step = 0; step < fullSize.rows; step++) timed([{ type: 'down' }]);
  const scroll = Array.from({ length: steps }, () => timed([{ type: 'down' }]));
  const page = Array.from({ length: steps }, () => timed([{ type: 'page-down' }]));
  const beside = timed([{ type: 'toggle-side-by-side' }]);
  const besideScroll = Array.from({ length: steps }, () => timed([{ type: 'down' }]));
  const besidePage = Array.from({ length: steps }, () => timed([{ type: 'page-down' }]));
  const search = timed([{ type: 'search', text: 'await' }]);
  const searchNext = Array.from({ length: steps }, () => timed([{ type: 'search-next' }]));
  const looks = { beside, besideScroll, besidePage, search, searchNext };
  return { ...(round === 0 ? { first } : {}), open, scroll, page, ...looks };
}

function rowsInInk(rows: readonly PictureRow[]): ReactElement {
  const lines = rows.map((row, index) => {
    const runs = row.map((run, at) => createElement(Text, { key: at, ...inkColours(run.fg) }, run.text));
    return createElement(Text, { key: index, wrap: 'truncate' }, ...runs);
  });
  return createElement(Box, { flexDirection: 'column', width: fullSize.columns }, ...lines);
}

/** The same rows as Ink would draw them: text elements in a box. */
async function drawnByInk(steps: number, round: number): Promise<Samples> {
  const target = inkTarget(() => undefined);
  const ink = render(rowsInInk([]), target.options);
  let state = begin();
  const patch = patchText(round + 1000);
  const timed = async (actions: readonly ReviewAction[]): Promise<number> => {
    const begun = performance.now();
    state = actions.reduce(reviewReducer, state);
    ink.rerender(rowsInInk(reviewSurfaces(state, fullSize)[0]?.content ?? []));
    await ink.waitUntilRenderFlush();
    return performance.now() - begun;
  };
  const first = await timed(opening(patch));
  if (round === 0) state = begin();
  const open = round === 0 ? await timed(opening(patchText(1500))) : first;
  for (let step = 0; step < fullSize.rows; step++) state = reviewReducer(state, { type: 'down' });
  const scroll: number[] = [];
  const page: number[] = [];
  for (let step = 0; step < steps / 4; step++) scroll.push(await timed([{ type: 'down' }]));
  for (let step = 0; step < steps / 4; step++) page.push(await timed([{ type: 'page-down' }]));
  ink.unmount();
  target.close();
  return { ...(round === 0 ? { first } : {}), open, scroll, page };
}

function inkColours(fg: number): { color?: string } {
  if (fg < 0) return {};
  return {
    color: fg < 0x1000000 ? `ansi256(${fg})` : `#${(fg - 0x1000000).toString(16).padStart(6, '0')}`,
  };
}
