import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { states } from '../../src/core/model/session.ts';
import { columnsOf } from '../../src/ui/text/fit.ts';
import { asks, busyWorld, green, madeUp, noon, pictureOfLines, repo, sittingAt, worldOf } from './made-up-world.ts';
import { drawScreen, type WholeScreen } from './whole-screen.tsx';

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

test('200x50: tiles, folded lines and the review side by side', async () => {
  const screen = draw({ world: busyWorld, size: wide });
  screen.screens.apply(1, pictureOfLines(['$ claude', '* Edit src/playback/buffer.ts']));
  const rows = await screen.rows();
  expect(rows[0]).toBe(
    ' signalbox   acme-app   main 4f2c1aa   live ▮▮▮ 3/3   review ▮▮▯ 2/3   questions 3   today: landed 1  started 7',
  );
  expect(rows[1]).toMatch(/^┏ ▸ 1 playback ━+ ● working 5m ━┓╭ 2 search ─+ \? asking · 3 5m ─╮╭ Review · 1 of 1 ─+╮$/);
  expect(rows[2]).toContain('┃$ claude');
  expect(rows[2]).toContain('│ ? Debounce on keypress or on idle?');
  const text = rows.join('\n');
  expect(text).toContain('#4 error-handling');
  expect(text).toContain('✓ test 12s');
  expect(text).toContain('1 file +88 −12 · in scope');
  expect(text).toContain('! 2 assertions removed in test/upload.test.ts');
  expect(text).toContain('starts held: cap 3/3');
  expect(text).toContain('three red rounds: check test fails on the third retry');
  expect(text).toContain('Error: no key');
  expect(text).toMatch(/· {3}5 rename-config +queued: cap 3\/3/);
  expect(text).toMatch(/✓ {3}6 tidy imports +landed {2}abcdef0/);
});

test('80x24: the same behind tabs', async () => {
  const screen = draw({ world: busyWorld, size: small });
  const board = (await screen.rows()).join('\n');
  expect(board).toContain('[board 8]  review 1   answers 3');
  expect(board).not.toContain('╭ Review');
  screen.store.setState({ pane: 'review' });
  const review = (await screen.rows()).join('\n');
  expect(review).toContain('[review 1]');
  expect(review).toContain('╭ Review · 1 of 1');
  expect(review).not.toContain('playback');
});

test('help and the way out stay in the footer however narrow it is', async () => {
  const rows = await draw({ world: busyWorld, size: { columns: 60, rows: 20 } }).rows();
  expect(rows[19]).toMatch(/^ n new .*\? help {2}q quit$/);
});

test('the footer shows only keys that do something', async () => {
  const rows = await draw({ world: worldOf([]), size: small }).rows();
  expect(rows[23]).toBe(' n new  p pane  / filter  : command  ? help  q quit');
});

test('a dialog hides what lies below it', async () => {
  const view = { kind: 'confirm', points: [], text: 'Stop #1?', leadsTo: { kind: 'stop', session: 1 } } as const;
  const screen = draw({ world: busyWorld, size: small, views: [view] });
  screen.screens.apply(1, pictureOfLines(Array.from({ length: 30 }, () => 'x'.repeat(90))));
  const rows = await screen.rows();
  const top = rows.findIndex((row) => row.includes('Sure?'));
  const inner = rows.slice(top + 1, top + 4).map((row) => /┃ (.*) ┃/.exec(row.slice(2))?.[1]?.trim());
  expect(inner).toEqual(['Stop #1?', '', 'y yes   n no']);
});

test('nothing to review says what is going on', async () => {
  const world = worldOf([madeUp(1, 'working'), madeUp(2, 'working'), madeUp(3, 'landing')]);
  const text = (await draw({ world, size: wide }).rows()).join('\n');
  expect(text).toContain('Nothing to review.');
  expect(text).toContain('2 working · 1 landing.');
});

test('work that nothing verified is never shown as green', async () => {
  const verdict = { ...green, kind: 'unchecked' as const, checks: [] };
  const world = worldOf([madeUp(1, 'ready', { verdict, readyAt: noon })]);
  expect((await draw({ world, size: wide }).rows()).join('\n')).toContain(
    '! nothing was verified: no check is configured',
  );
});

test('work in other repositories is counted', async () => {
  const other = { ...madeUp(9, 'asking', { questions: [asks(1, 'Which?')] }), repo: 'other-1' };
  const world = {
    ...worldOf([madeUp(1, 'working'), other]),
    repos: { [repo.id]: repo, 'other-1': { ...repo, id: 'other-1' } },
  };
  const rows = await draw({ world, size: wide }).rows();
  expect(rows[0]).toContain('elsewhere: 1 live, 1 asked');
  expect(rows[0]).toContain('questions 0');
  const all = await draw({ world, size: wide, all: true }).rows();
  expect(all[0]).toContain('all repositories');
  expect(all.join('\n')).toContain('9 task-9');
});

test('a lost daemon is said on the board and in the zoom', async () => {
  const link = { kind: 'lost', why: null } as const;
  expect((await draw({ world: busyWorld, size: small, link }).rows())[22]).toContain('no connection to the daemon');
  const zoom = draw({ world: busyWorld, size: small, link, views: [{ kind: 'zoom', session: 1, terminal: null }] });
  expect((await zoom.rows())[23]).toContain('keys are not sent');
});

test('a poor font gets ASCII and nothing else', async () => {
  const text = (await draw({ world: busyWorld, size: wide }, { LANG: 'C' }).rows()).join('\n');
  expect(text).toContain('# > 1 playback ');
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});

test('an agent cannot draw outside its tile, whatever it puts into its texts', async () => {
  const evil = '\u001b[2J\u001b]0;owned\u0007\u202e' + 'wide界'.repeat(60) + '\nnext\u0000line';
  const session = madeUp(1, 'asking', {
    title: evil,
    questions: [asks(1, evil, { options: [evil, 'b'], default: evil })],
    progress: evil,
  });
  const answers = sittingAt(1, 1);
  for (const views of [[], [answers]]) {
    const rows = await draw({ world: worldOf([session]), size: small, views }).rows();
    expect(rows.length).toBe(24);
    expect(rows.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(rows[0]).toContain('signalbox  acme-app');
    for (const row of rows) expect(columnsOf(row)).toBeLessThanOrEqual(80);
  }
});

test('no world and no size tears the frame', async () => {
  const worlds = fc
    .array(fc.record({ state: fc.constantFrom(...states), title: fc.string({ unit: 'grapheme', maxLength: 60 }) }), {
      maxLength: 14,
    })
    .map((parts) => worldOf(parts.map(({ state, title }, index) => madeUp(index + 1, state, { title }))));
  const sizes = fc.record({ columns: fc.integer({ min: 60, max: 220 }), rows: fc.integer({ min: 15, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(worlds, sizes, async (world, size) => {
      const screen = drawScreen({ world, size });
      try {
        const rows = await screen.rows();
        expect(rows.length).toBeLessThanOrEqual(size.rows);
        expect(rows[0]).toContain('signalbox');
        expect(rows[size.rows - 1]).toContain('quit');
      } finally {
        screen.close();
      }
    }),
    { numRuns: 25 },
  );
});
