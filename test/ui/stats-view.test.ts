import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { windowNames } from '../../src/core/measures/windows.ts';
import { takeInput } from '../../src/ui/actions/take-input.ts';
import { openDigestAfterAbsence } from '../../src/ui/actions/digest.ts';
import { titleRow } from '../../src/ui/panes/title-row.ts';
import { topView } from '../../src/ui/state/store.ts';
import type { ViewOf } from '../../src/ui/state/views.ts';
import { columnsOf } from '../../src/ui/text/fit.ts';
import { syntheticWorld } from '../core/measures/synthetic-world.ts';
import { asks, madeUp, noon, repo, worldOf } from './made-up-world.ts';
import { dashboardWith } from './still-dashboard.ts';
import { type WholeScreen, drawScreen } from './whole-screen.tsx';

const open: WholeScreen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

function draw(...args: Parameters<typeof drawScreen>): WholeScreen {
  const screen = drawScreen(...args);
  open.push(screen);
  return screen;
}

const wide = { columns: 200, rows: 50 };
const small = { columns: 80, rows: 24 };
const history = syntheticWorld({ sessions: 80, days: 25, now: noon });
const stats: ViewOf<'stats'> = { kind: 'stats', window: '7d', top: 0, defining: false };
const digest: ViewOf<'digest'> = { kind: 'digest', span: 'left', since: 0, only: null, top: 0, unfolded: false };
const whole = { world: history.world, repo: 'r', now: history.now };

test('200x50: everything that is measured on one screen', async () => {
  const rows = await draw({ ...whole, size: wide, views: [stats] }).rows();
  const text = rows.join('\n');
  expect(rows[0]).toMatch(/^ Statistics {2}today \[7d\] 30d {2}all {2}acme-app/);
  for (const title of [
    'Landed, not motion',
    "Where a task's time went",
    'Why work failed',
    'Your reviews',
    'Questions',
    'What one more agent would bring',
    'Rounds, by agent and by kind',
    'Checks, since they are known',
    'What would help most: ',
  ])
    expect(text).toContain(title);
  expect(text).toMatch(/coordination +\d+ % +36\.9 %/);
  expect(text).toMatch(/agent +▮+▯+ +\d+ % {2}median \d+m/);
  expect(rows[49]).toContain('tab window');
});

test('80x24 and ASCII: the same below each other, scrolled, and every character is one', async () => {
  const screen = draw({ ...whole, size: small, views: [stats] }, { LANG: 'C', NO_COLOR: '1' });
  const first = await screen.rows();
  expect(first[0]).toMatch(/more lines below$/);
  screen.store.setState({ views: [{ ...stats, window: '30d', top: 1000 }] });
  const last = await screen.rows();
  expect(last.join('\n')).toContain('Checks, since they are known');
  expect(last[0]).not.toContain('more lines below');
  expect([...first, ...last].join('')).toMatch(/^[\x20-\x7e]*$/);
});

test('every window of every size fits its screen', async () => {
  const sizes = fc.record({ columns: fc.integer({ min: 60, max: 220 }), rows: fc.integer({ min: 15, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(sizes, fc.constantFrom(...windowNames), fc.boolean(), async (size, window, defining) => {
      const screen = drawScreen({ ...whole, size, views: [{ ...stats, window, defining }] });
      const rows = await screen.rows();
      screen.close();
      expect(rows).toHaveLength(size.rows);
      for (const row of rows) expect(columnsOf(row)).toBeLessThanOrEqual(size.columns);
      expect(rows[0]).toMatch(defining ? /What each number is/ : /Statistics/);
    }),
    { numRuns: 25 },
  );
});

test('keys turn the window, scroll between the ends, and show what each number is', () => {
  const { dashboard, type } = dashboardWith({ ...whole, size: small });
  const view = () => topView(dashboard.store.getState());
  type('s');
  expect(view()).toMatchObject({ kind: 'stats', window: '7d' });
  type('w');
  expect(view()).toMatchObject({ window: '30d' });
  type('ww');
  expect(view()).toMatchObject({ window: 'today' });
  type('Gj');
  const end = view();
  expect(end?.kind === 'stats' && end.top).toBeGreaterThan(10);
  type('j');
  expect(view()).toEqual(end);
  type('gk');
  expect(view()).toMatchObject({ top: 0 });
  type('d');
  expect(view()).toMatchObject({ defining: true, top: 0 });
  type('q');
  expect(view()).toBeNull();
});

test('the digest: what waits first, then what happened, on one screen whatever happened', async () => {
  const { person } = history.world;
  const since = person.leftAt ?? 0;
  const rows = await draw({ ...whole, size: small, views: [{ ...digest, since }] }).rows();
  const text = rows.join('\n');
  expect(rows[0]).toMatch(/^ Since you left, \d\d:\d\d \(\d+m\)/);
  expect(rows[1]).toBe(' 0 landed · 1 came to review · 2 red · 1 question asked · in 4 sessions');
  expect(rows[3]).toBe(' Waits for you: 3');
  expect(text.indexOf('question')).toBeLessThan(text.indexOf('What happened'));
  expect(text).toMatch(/gate red: check failed: test \(exit status 1\) \(2 times\)/);
  expect(text).toMatch(/review +#82 Rename the configuration keys {2}waited \d+ min/);
  // A hundred sessions are folded to the newest, and unfolded by a key.
  const day = await draw({ ...whole, size: small, views: [{ ...digest, span: 'ever' }] }).rows();
  expect(day[0]).not.toContain('more lines below');
  expect(day.join('\n')).toMatch(/… \d+ sessions before these/);
  const unfolded = await draw({ ...whole, size: small, views: [{ ...digest, span: 'ever', unfolded: true }] }).rows();
  expect(unfolded[0]).toMatch(/\d{3} more lines below$/);
});

const past = { present: false, since: noon - 7_200_000, leftAt: noon - 7_200_000, notified: null };
const asking = madeUp(2, 'asking', {
  questions: [asks(1, 'Which one?')],
  history: [{ at: noon - 3_600_000, what: 'asked: Which one?' }],
  createdAt: noon - 9_000_000,
});

test('it opens by itself after an absence in which something happened, and takes no key until it is quiet', () => {
  const { dashboard, type, pass } = dashboardWith({ world: { ...worldOf([asking]), person: past } });
  openDigestAfterAbsence(dashboard);
  const view = () => topView(dashboard.store.getState());
  expect(view()).toMatchObject({ kind: 'digest', span: 'left', since: past.leftAt });
  type('q');
  pass(399);
  type('q');
  expect(view()).toMatchObject({ kind: 'digest' });
  pass(400);
  type('q');
  expect(view()).toBeNull();
});

test.each([
  ['nothing happened', { ...worldOf([{ ...asking, history: [] }]), person: past }],
  ['they were away for a moment', { ...worldOf([asking]), person: { ...past, leftAt: noon - 60_000 } }],
  ['they never left', { ...worldOf([asking]), person: { ...past, leftAt: null } }],
])('it stays closed where %s', (_, world) => {
  const { dashboard } = dashboardWith({ world });
  openDigestAfterAbsence(dashboard);
  expect(topView(dashboard.store.getState())).toBeNull();
});

test('a tile and a folded line say how much is new', async () => {
  const queued = madeUp(3, 'queued', {
    history: [{ at: noon - 1000, what: 'stuck: gave up' }],
    createdAt: noon - 9000,
  });
  const text = (await draw({ world: worldOf([asking, queued]), size: wide }).rows()).join('\n');
  expect(text).toMatch(/[╰┗] 1 new · claude/);
  expect(text).toMatch(/task-3 .* 1 new/);
  const looked = { ...asking, lookedAt: noon - 1000 };
  expect((await draw({ world: worldOf([looked]), size: wide }).rows()).join('\n')).not.toMatch(/\d new/);
});

test('why it went wrong is said by a key, over what a rule makes of it', async () => {
  const cause = { at: noon, round: 1, what: 'stuck', reason: 'verification', by: 'rule', text: 'red 3 times' } as const;
  const stuck = madeUp(4, 'stuck', { causes: [cause], reason: 'red 3 times' });
  const rows = await draw({ world: worldOf([stuck]), views: [{ kind: 'tag', session: 4 }] }).rows();
  const text = rows.join('\n');
  expect(text).toContain('What went wrong with #4');
  expect(text).toContain('stuck: red 3 times');
  expect(text).toContain('v its verification was weak  by rule');
  const { dashboard } = dashboardWith({ world: worldOf([stuck]), repo: repo.id });
  takeInput(dashboard, { kind: 'text', text: 'f', raw: Buffer.from('f') });
  expect(topView(dashboard.store.getState())).toEqual({ kind: 'tag', session: 4 });
});

test('titles of any kind and length are cut to the screen, in plain letters where the terminal has no others', async () => {
  const title = `\u001b[31m\u202e${'a very long title '.repeat(12)}`;
  const hostile = madeUp(1, 'asking', {
    title,
    questions: [asks(1, `${'why '.repeat(80)}\u0007?`)],
    history: [{ at: noon - 1000, what: `asked: ${'why '.repeat(80)}\u0007?` }],
    createdAt: noon - 9_000_000,
  });
  const cjk = madeUp(2, 'landed', {
    title: '\u6a5f\u80fd'.repeat(60),
    agent: '\u6a5f\u80fd'.repeat(9),
    history: [{ at: noon - 500, what: 'landed as abcdef0' }],
    landed: { commit: 'abcdef0', from: null, pullRequest: null, at: noon - 500 },
    since: noon - 500,
  });
  const world = worldOf([hostile, cjk]);
  for (const size of [small, wide]) {
    for (const only of [null, 1]) {
      const view = { ...digest, since: noon - 60_000, only };
      const plain = await draw({ world, size, views: [view] }, { LANG: 'C' }).rows();
      expect(plain.join('').replaceAll(/[\u6a5f\u80fd]/gu, '')).toMatch(/^[\x20-\x7e]*$/);
      expect(plain).toHaveLength(size.rows);
      for (const row of plain) expect(columnsOf(row)).toBeLessThanOrEqual(size.columns);
    }
    const counted = await draw({ world, size, views: [{ ...stats, top: 999 }] }, { LANG: 'C' }).rows();
    expect(counted.join('').replaceAll(/[\u6a5f\u80fd]/gu, '')).toMatch(/^[\x20-\x7e]*$/);
    for (const row of counted) expect(columnsOf(row)).toBeLessThanOrEqual(size.columns);
  }
});

test('a long title gives way to how many lines are below', () => {
  const title = titleRow(` ${'long '.repeat(30)}`, { rest: 12, ellipsis: '~', columns: 60 });
  expect(title).toMatch(/^ long .*~ 12 more lines below $/);
  expect(title).toHaveLength(60);
  expect(titleRow(' short', { rest: 0, ellipsis: '~', columns: 20 })).toBe(' short'.padEnd(20));
});
