import { expect, test } from 'vitest';
import { after, evidence, loaded, logOf, opened, patchOf, screenText, session, verdict } from './review-kit.tsx';

const wide = { columns: 200, rows: 50 };
const narrow = { columns: 80, rows: 24 };
const path = 'test/upload.test.ts';
const diff = [{ type: 'toggle-page' }, loaded(path, patchOf(path, 40))] as const;

test.each([wide, narrow])('the brief says goal, claims and findings at $columns columns', async (size) => {
  const lines = (await screenText(opened({}, size))).split('\n');
  expect(lines[0]).toMatch(/^#4 error-handling {2}round 2 {2}31m {2}on main 4f2c1aa +green$/);
  expect(lines[1]).toMatch(/^\[brief\] {2}diff {3}log +3 of 3 files unread$/);
  expect(lines[2]).toMatch(/^╭ brief ─+╮$/);
  expect(lines.slice(3, 17).map((line) => line.slice(1, -1).trimEnd())).toEqual([
    'Goal',
    '  error-handling',
    '  Retry transient upload failures.',
    '  Keep the public API.',
    '  boundary: src/**, test/**',
    '  stop when: the API would have to change',
    '',
    'The agent says',
    '  Uploads are retried three times.',
    '  evidence: logs/retry.txt (text, 120 B, round 1)',
    '',
    'The gate found, on main 4f2c1aa',
    '  ✓ test green 12s  npm run test',
    '  ✓ lint green 12s  npm run lint',
  ]);
  expect(lines).toHaveLength(size.rows);
  expect(lines.every((line) => line.length <= size.columns)).toBe(true);
});

test('wide: the file list stands beside the diff, riskiest first with its reason', async () => {
  const begun = after(opened({}, wide), { type: 'toggle-page' }, loaded(path, patchOf(path, 100)));
  const lines = (await screenText(begun)).split('\n');
  expect(lines[2]).toMatch(/^╭ files ─+╮┏ test\/upload\.test\.ts ━+ 1-46 of 101 ━┓$/);
  expect(lines[3]).toMatch(/^│▸ · test\/upload\.test\.ts +\+2 −5│┃▸@@ -1,100 \+1,100 @@ +┃$/);
  expect(lines[4]).toMatch(
    /^│ {5}tests: 5 lines removed +│┃ {3}1 - const value0 = 0; +│ {3}1 \+ const value0 = 1; +┃$/,
  );
  expect(lines[5]).toMatch(
    /^│ {2}· src\/upload\.ts +\+40 −8│┃ {3}2 - const value1 = 1; +│ {3}2 \+ const value1 = 2; +┃$/,
  );
  expect(lines[49]).toMatch(/^╰─+╯┗━+┛$/);
});

test('narrow: one file in a strip above the diff, all of them while choosing', async () => {
  const reading = after(opened({}, narrow), ...diff);
  const lines = (await screenText(reading)).split('\n');
  expect(lines[2]).toBe('▸ · 1/3 test/upload.test.ts +2 −5  tests: 5 lines removed');
  expect(lines[3]).toMatch(/^┏ test\/upload\.test\.ts ━+ 1-19 of 81 ━┓$/);
  const choosing = (await screenText(after(reading, { type: 'toggle-focus' }))).split('\n');
  expect(choosing.slice(2, 6)).toEqual([
    '▸ · 1/3 test/upload.test.ts +2 −5  tests: 5 lines removed',
    '  · 2/3 src/upload.ts +40 −8  biggest: 48 lines',
    '  · 3/3 README.md +3 −1  documentation',
    expect.stringMatching(/^╭ test\/upload\.test\.ts ─/),
  ]);
});

test('a log is shown from its end', async () => {
  const text = Array.from({ length: 60 }, (_, line) => `ok ${line + 1}`).join('\n');
  const begun = after(opened({}, narrow), { type: 'next-check' });
  const state = after(begun, { type: 'log-loaded', source: logOf(begun), text, truncated: true });
  const lines = (await screenText(state)).split('\n');
  expect(lines[2]).toMatch(/^╭ log of test {2}\(its end only\) ─+ 41-60 of 60 ─╮$/);
  expect(lines[22]).toMatch(/^│ok 60 +│$/);
});

test('a banner says that the target moved, and that there is a newer verdict', async () => {
  const moved = after(opened({}, narrow), {
    type: 'session-changed',
    session: session(),
    target: '9ab12cd'.padEnd(40, '0'),
    clashes: [],
  });
  expect(await screenText(moved)).toContain('! main moved to 9ab12cd since this was judged');
  const newer = session({ verdict: verdict({ finishedAt: 1, target: 'b'.repeat(40), snapshot: '6'.repeat(40) }) });
  const judged = after(opened({}, narrow), {
    type: 'session-changed',
    session: newer,
    target: 'b'.repeat(40),
    clashes: [],
  });
  const text = await screenText(judged);
  expect(text).toContain('! a newer verdict (green, on main bbbbbbb) has come');
  expect(text).toContain('on main 4f2c1aa');
});

test.each([
  ['unchecked', 'NOTHING WAS VERIFIED', 'nothing was verified'],
  ['unchanged', 'A REPORT: NOTHING WAS CHANGED', 'report, nothing changed'],
  ['infrastructure', 'NOT VERIFIED', 'checks did not finish'],
] as const)('%s is said loud', async (kind, loud, word) => {
  const files = kind === 'unchanged' ? [] : verdict().files;
  const lines = (await screenText(opened({ verdict: verdict({ kind, files, checks: [] }) }, narrow))).split('\n');
  expect(lines[0]).toMatch(new RegExp(`${word}$`));
  expect(lines[3]).toContain(loud);
});

test('a report has no diff and says so', async () => {
  const report = opened({ verdict: verdict({ kind: 'unchanged', files: [], checks: [] }) }, narrow);
  const text = await screenText(after(report, { type: 'toggle-page' }));
  expect(text).toContain('no file was changed: the result is what the agent says in the brief');
  expect(text).toContain('no files');
});

test("an agent's words can't leave their place", async () => {
  const text = await screenText(
    opened({ summary: 'fine\u001b[2J\u202e\u009b1m end', evidence: [evidence('a\nb')] }, narrow),
  );
  expect(text).toContain('fine^[[2J<U+202E><U+009B>1m end');
});

test.each([
  [60, 13],
  [30, 8],
  [12, 5],
  [3, 2],
])('nothing breaks at %i columns and %i rows', async (columns, rows) => {
  for (const actions of [[], diff, [...diff, { type: 'toggle-focus' } as const], [{ type: 'next-check' } as const]]) {
    const lines = (await screenText(after(opened({}, { columns, rows }), ...actions))).split('\n');
    expect(lines).toHaveLength(rows);
  }
});
