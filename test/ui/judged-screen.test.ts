import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { openReview } from '../../src/ui/review/review-model.ts';
import type { View } from '../../src/ui/state/views.ts';
import { columnsOf } from '../../src/ui/text/fit.ts';
import { eloquent, judgedWorld } from './judged-world.ts';
import { green, madeUp, noon, repo, worldOf } from './made-up-world.ts';
import { drawScreen, type WholeScreen } from './whole-screen.tsx';

const open: WholeScreen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

async function rowsOf(...args: Parameters<typeof drawScreen>): Promise<string[]> {
  const screen = drawScreen(...args);
  open.push(screen);
  return await screen.rows();
}

const wide = { columns: 200, rows: 50 };
const small = { columns: 80, rows: 24 };
const world = judgedWorld;
const here = world.repos[repo.id] ?? repo;

function reviewOf(size: { columns: number; rows: number }): View {
  const session = world.sessions[4];
  if (session === undefined) throw new Error('#4 is there');
  return { kind: 'review', deciding: false, state: openReview({ session, repo: here, now: noon, ...size }) };
}

test('conflicts to come stand on both tiles, in words', async () => {
  const rows = await rowsOf({ world, size: wide });
  expect(rows[2]).toContain('! clashes with main in src/player.ts');
  expect(rows[3]).toContain('! clashes with #4 in src/upload.ts and src/queue.ts');
  expect(rows[2]).toContain('! clashes with your own changes in README.md, a.ts and 2 more');
  const tile = rows.slice(rows.findIndex((row) => row.includes('╭ 4 error-handling')));
  expect(tile[2]).toContain('! clashes with #1 in src/upload.ts and src/queue.ts');
});

test('in the smallest tile a conflict to come keeps its line; a folded session has it at its end', async () => {
  const sessions = Array.from({ length: 12 }, (_, index) => madeUp(index + 1, 'working', { title: `t${index + 1}` }));
  const crowded = worldOf(sessions, { repos: world.repos });
  const text = (await rowsOf({ world: crowded, size: small })).join('\n');
  expect(text).toContain('! clashes with main in src/player.ts');
  const stopped = worldOf([madeUp(2, 'stopped', { title: 'search', reason: 'stopped by you' })], {
    repos: world.repos,
  });
  expect((await rowsOf({ world: stopped, size: wide })).join('\n')).toMatch(
    /2 search +stopped {2}by you · 5m ago {2}! clashes with your own changes/,
  );
});

test('a red target is said once, above all', async () => {
  for (const size of [wide, small]) {
    const rows = await rowsOf({ world, size });
    expect(rows[0]).toContain('acme-app');
    expect(rows[0]).toMatch(/ ✗ main is red: test /);
    expect(
      rows
        .slice(1)
        .join('\n')
        .match(/main is red: test/g),
    ).toBeNull();
  }
  const all = await rowsOf({ world, size: wide, all: true });
  expect(all[0]).toContain('✗ acme-app main is red: test');
  const waiting = (await rowsOf({ world, size: wide })).join('\n');
  expect(waiting).toMatch(/3 offline-cache ─+ ◇ checking · waits 5m/);
  expect(waiting).toContain('it is done, and waits until main is green again');
});

test('a red target with long names is cut before it is left out', async () => {
  const targetRed = { commit: 'a', checks: ['integration-tests-of-everything', 'b', 'c', 'd', 'e'], at: noon };
  const red = { ...world, repos: { [repo.id]: { ...here, targetRed } } };
  const rows = await rowsOf({ world: red, size: { columns: 60, rows: 20 } });
  expect(rows[0]).toContain('✗ main is red: integ');
  expect((await rowsOf({ world: red, size: wide }))[0]).toContain('integration-tests-of-everything, b, c and 2 more');
});

test("git's files changed: said until it is accepted, with the key that shows what", async () => {
  const board = await rowsOf({ world, size: small });
  expect(board[22]).toBe(" ! git's files changed: nothing lands (T shows)");
  expect(board[23]).toContain("T git's files");
  const inReview = await rowsOf({ world, size: small, views: [reviewOf({ columns: 80, rows: 22 })] });
  expect(inReview[22]).toContain('(T on the board shows)');
  const calm = { ...world, repos: { [repo.id]: { ...here, tampered: [] } } };
  const without = await rowsOf({ world: calm, size: small });
  expect(without[22]).toBe('');
  expect(without[23]).not.toContain("git's files");
});

test('approved work has its place, and says what it waits for', async () => {
  const calm = { ...world, repos: { [repo.id]: { ...here, tampered: [] } } };
  const text = (await rowsOf({ world: calm, size: wide })).join('\n');
  expect(text).toMatch(/5 rename-config ─+ ↑ landing · 1 of 2 /);
  expect(text).toMatch(/6 bump parser ─+ ↑ landing · 2 of 2 /);
  expect(text).toContain('│ after #5 ');
  expect(text).toContain('1. #5 rename-config: on its way');
  expect(text).toContain('2. #6 bump parser: after #5');
});

test('what was undone says by whom; what has ended, what it takes', async () => {
  const text = (await rowsOf({ world, size: wide })).join('\n');
  expect(text).toMatch(/7 tidy imports +landed, undone by #9 {2}abcdef0/);
  expect(text).toMatch(/8 faster start +landed {2}fedcba0 · 5m ago · 123\.4 MB/);
  const undoing = madeUp(9, 'checking', { title: 'Undo #7', undoes: { session: 7, snapshot: 'e'.repeat(40) } });
  const tile = (await rowsOf({ world: worldOf([undoing]), size: small })).join('\n');
  expect(tile).toContain('takes back #7');
  expect(tile).not.toContain('claude');
});

test('what was taken back, and what takes it back, is not counted as landed', async () => {
  expect((await rowsOf({ world, size: wide }))[0]).toContain('today: landed 1  started 8');
});

test('the review pane says what the gate found', async () => {
  const text = (await rowsOf({ world, size: small, pane: 'review' })).join('\n');
  expect(text).toContain('✓ types 8.0s · from an earlier run on the same files');
  expect(text).toContain('! test flaky 12s · 41 tests, 2 skipped');
  expect(text).toContain('red in 1 of 4 runs, in 1 of 3 on main: it flakes there too');
  expect(text).toContain("! 2 of main's own tests fail on the new code");
  expect(text).toContain('! test/upload.test.ts:3: test "upload > retries" has 2 assertions fewer');
  expect(text).toContain('1 noted');
  expect(text).toContain('evidence: logs/retry.txt, shots/after.png');
});

test('what is to be acknowledged comes first in the brief, loud', async () => {
  const rows = await rowsOf({ world, size: small, views: [reviewOf({ columns: 80, rows: 22 })] });
  const brief = rows.slice(3, 20).map((row) => row.slice(1, -1).trimEnd());
  expect(brief.slice(0, 7)).toEqual([
    ' THE OLD TESTS FAIL',
    "  2 of main's own tests fail on the new code: upload > retries, upload >",
    '  resumes',
    ' 2 FINDINGS TO ACKNOWLEDGE',
    '  ! test/upload.test.ts:3: test "upload > retries" has 2 assertions fewer',
    '  ! test/upload.test.ts:2: test "upload > resumes" is skipped now',
    '',
  ]);
  expect(rows[23]).toContain('! finding');
});

test('a target that moved under the hands says how the item would fare there', async () => {
  const moved = { target: 'b'.repeat(40), kind: 'red' as const, why: 'check failed: test (exit status 1)' };
  const session = madeUp(4, 'reviewing', { verdict: eloquent, outlook: moved });
  const state = openReview({
    session,
    repo: { ...repo, targetCommit: moved.target },
    now: noon,
    columns: 80,
    rows: 22,
  });
  const rows = await rowsOf({
    world: worldOf([session]),
    size: small,
    views: [{ kind: 'review', deciding: false, state }],
  });
  expect(rows[2]).toBe('! main moved: this would now be red: check failed: test (exit status 1)');
  const there = { ...repo, targetCommit: moved.target };
  const board = await rowsOf({ world: worldOf([session], { repos: { [repo.id]: there } }), size: wide });
  expect(board.slice(1, 6).join('\n')).toContain('┃ ! main moved: this would now be red: check failed');
});

test('a question lists its points, and never more than leave it in sight', async () => {
  const points = Array.from({ length: 30 }, (_, index) => `a.test.ts:${index}: test "${index}" was removed`);
  const view: View = {
    kind: 'confirm',
    points,
    text: 'Approve #4 all the same?',
    leadsTo: { kind: 'approve', session: 4, acknowledged: ['findings'], snapshot: '' },
  };
  const text = (await rowsOf({ world, size: small, views: [view] })).join('\n');
  expect(text).toContain('! a.test.ts:0: test "0" was removed');
  expect(text).toContain('… 22 more, all in the brief');
  expect(text).toContain('Approve #4 all the same?');
  expect(text).toContain('y yes   n no');
});

test('the dialog shows commands and changes, whatever there is of them', async () => {
  const parts = { kind: 'trust', path: '/r', name: 'acme-app', thenNewTask: false, proposed: null } as const;
  const changes = ['the hook post-merge was added'];
  const shown = async (commands: string[] | null, some: string[]): Promise<string> =>
    (await rowsOf({ world, size: small, views: [{ ...parts, commands, changes: some }] })).join('\n');
  const both = await shown(['npm test'], changes);
  expect(both).toContain('npm test');
  expect(both).toContain('the hook post-merge was added');
  const git = await shown(null, changes);
  expect(git).toContain("Git's files");
  expect(git).toContain('Accept what changed?');
  expect(git).not.toContain('commands');
  expect(await shown(['npm test'], [])).not.toContain('nobody knows');
});

test('all of it fits, in ASCII as well, and says nothing by colour alone', async () => {
  for (const size of [wide, small, { columns: 100, rows: 30 }]) {
    for (const views of [[], [reviewOf({ ...size, rows: size.rows - 2 })]]) {
      const rows = await rowsOf({ world, size, views }, { LANG: 'C', NO_COLOR: '1' });
      expect(rows.length).toBeLessThanOrEqual(size.rows);
      for (const row of rows) expect(columnsOf(row)).toBeLessThanOrEqual(size.columns);
      expect(rows.join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
    }
  }
  const text = (await rowsOf({ world, size: wide }, { LANG: 'C', NO_COLOR: '1' })).join('\n');
  expect(text).toContain('x main is red: test');
  expect(text).toContain('! clashes with main in src/player.ts');
});

test('no size tears it', async () => {
  const sizes = fc.record({ columns: fc.integer({ min: 60, max: 220 }), rows: fc.integer({ min: 15, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(sizes, fc.boolean(), async (size, inReview) => {
      const views = inReview ? [reviewOf({ ...size, rows: size.rows - 2 })] : [];
      const screen = drawScreen({ world, size, views });
      try {
        const rows = await screen.rows();
        expect(rows.length).toBeLessThanOrEqual(size.rows);
        for (const row of rows) expect(columnsOf(row)).toBeLessThanOrEqual(size.columns);
        expect(rows[size.rows - 1]).toContain('? help');
        expect(rows[size.rows - 2]).toContain("git's files changed");
      } finally {
        screen.close();
      }
    }),
    { numRuns: 20 },
  );
});

test('a verdict without any of it looks as it did', async () => {
  const plain = worldOf([madeUp(4, 'ready', { verdict: { ...green, notes: [] }, readyAt: noon })]);
  const text = (await rowsOf({ world: plain, size: wide })).join('\n');
  for (const word of ['finding', 'noted', 'clash', 'evidence', 'Landing', 'is red']) expect(text).not.toContain(word);
});
