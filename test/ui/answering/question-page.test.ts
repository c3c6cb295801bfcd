import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Question } from '../../../src/core/model/question.ts';
import { takeInput } from '../../../src/ui/actions/take-input.ts';
import { columnsOf } from '../../../src/ui/text/fit.ts';
import { asks, madeUp, runs, sittingAt, worldOf } from '../made-up-world.ts';
import { dashboardWith } from '../still-dashboard.ts';
import { type WholeScreen, drawScreen } from '../whole-screen.tsx';

const open: WholeScreen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

const small = { columns: 80, rows: 24 };
const wide = { columns: 200, rows: 50 };

/** A dashboard in whose sitting the first of these questions is up, and how its screen looks now. */
function sitting(questions: readonly Question[], size = small, env?: Record<string, string>) {
  const world = worldOf([madeUp(1, 'asking', { title: 'search', run: runs('working'), questions: [...questions] })]);
  const { dashboard, type } = dashboardWith({ world, size, views: [sittingAt(1, 1)] });
  const press = (name: string): void => takeInput(dashboard, { kind: 'key', name, raw: Buffer.from('') });
  const paste = (pasted: string): void => takeInput(dashboard, { kind: 'paste', text: pasted, raw: Buffer.from('') });
  const rows = async (): Promise<string[]> => {
    const { views, drafts } = dashboard.store.getState();
    const screen = drawScreen({ world, size, views, drafts }, env);
    open.push(screen);
    return screen.rows();
  };
  return { press, paste, type, rows, text: async () => (await rows()).join('\n') };
}

const patch = ['src/a.ts', ...Array.from({ length: 60 }, (_, line) => `${line % 2 === 0 ? '-' : '+'} line ${line}!`)];
const permission = asks(1, 'Make these edits?', {
  about: 'permission',
  dialog: 'edit',
  detail: patch.join('\n'),
  options: ['Allow', 'Deny'],
});

test('a long change scrolls while its answers stay in sight, and every line of it is shown', async () => {
  const { press, text } = sitting([permission]);
  const seen = new Set<string>();
  const first = await text();
  expect(first).toMatch(/lines 1-\d+ of 63: pagedown, pageup · \d+ out of sight/);
  for (let page = 0; page < 12; page++) {
    const shown = await text();
    expect(shown).toContain('1. Allow');
    expect(shown).toContain('2. Deny');
    for (const [line] of shown.matchAll(/line \d+!|src\/a\.ts/g)) seen.add(line);
    press('pagedown');
  }
  expect(seen.size).toBe(patch.length);
  press('pageup');
  expect(await text()).not.toContain('line 59!');
});

test('nothing of what is to be allowed is left out or acts on the terminal', async () => {
  const detail = 'echo "\u001b]0;$(rm -rf ~)\u0007\u202egood\u200b\u2066" && \\\n\tmake\u0000';
  const shown = await sitting([{ ...permission, detail }]).text();
  expect(shown).toContain(String.raw`│ echo "\x1b]0;$(rm -rf ~)\x07\u202egood\u200b\u2066" && \ `);
  expect(shown).toContain(String.raw`│   make\x00`);
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u200b\u202e\u2066]/u);
});

test('the rest of a long line is told from a line of its own', async () => {
  const detail = `${'a'.repeat(70)} && rm -rf /\nb`;
  const shown = await sitting([{ ...permission, detail }]).text();
  expect(shown).toMatch(/│ a+ +┃/);
  expect(shown).toContain('│↳&& rm -rf /');
  expect(shown).toContain('│ b');
  const poor = await sitting([{ ...permission, detail }], small, { LANG: 'C' }).text();
  expect(poor).toContain('|\\&& rm -rf /');
  expect(poor).toMatch(/^[\x20-\x7e\n]*$/);
});

test('long options scroll with what they belong to, to the last of them', async () => {
  const options = Array.from({ length: 8 }, (_, option) => `option ${option} ${'word '.repeat(40)}end ${option}`);
  const { press, text } = sitting([{ ...permission, options }]);
  expect(await text()).not.toContain('end 7');
  for (let page = 0; page < 20; page++) press('pagedown');
  const last = await text();
  expect(last).toContain('8. option 7');
  expect(last).toContain('end 7');
  expect(last).toContain('▸ ! permission: Make these edits?');
});

test('a long question keeps its mark, above its text, however far it is scrolled', async () => {
  const { press, text } = sitting([asks(1, 'First?'), asks(2, 'why '.repeat(900))]);
  press('j');
  const shown = await text();
  expect(shown).toMatch(/\? First\? +┃\n┃ ▸ \? the agent waits for it.*\n┃ {5}why why/);
  press('pagedown');
  const later = await text();
  expect(later).toMatch(/▸ \? the agent waits for it.*\n┃ {5}why why/);
  expect(later).not.toContain('lines 1-');
});

test('a question without digits enough is answered by the words of an option', async () => {
  const options = Array.from({ length: 11 }, (_, option) => `way ${option}`);
  const { type, text } = sitting([{ ...permission, detail: null, options, freeText: false }], wide);
  expect(await text()).toContain('a typed answer must be one of them');
  type('i');
  type('way 10');
  expect(await text()).toContain('> way 10');
});

test('a long typed answer leaves the question in sight, and is seen where it is typed', async () => {
  const { type, text, paste } = sitting([permission]);
  type('i');
  paste(Array.from({ length: 40 }, (_, line) => `why ${line}!`).join('\n'));
  const shown = await text();
  expect(shown).toContain('why 39!');
  expect(shown).not.toContain('why 0!');
  expect(shown).toContain('▸ ! permission: Make these edits?');
  expect(shown).toContain('2. Deny');
});

test('questions of one dialog, and those beside it, are told apart', async () => {
  const part = asks(2, 'Which one?', { dialog: 'ask' });
  const shown = await sitting([asks(1, 'How?', { dialog: 'ask' }), part, { ...permission, number: 3 }]).text();
  expect(shown).toContain('1 of 2 in one dialog · the agent waits for it');
  expect(shown).toContain('? 2 of 2: Which one?');
  expect(shown).toContain('! wants to: Make these edits?');
});

test('no question and no size tears the frame', async () => {
  const units = ['a', 'word ', ' ', '\n', '界', 'e\u0301', '\t', '\u001b[2J', '\u202e', '-', '+'];
  const text = fc.string({ unit: fc.constantFrom(...units), maxLength: 200 });
  const questions = fc.array(
    fc.record({
      text,
      detail: fc.option(fc.array(text, { maxLength: 30 }).map((lines) => lines.join('\n'))),
      options: fc.array(text, { maxLength: 12 }),
      about: fc.constantFrom('question', 'permission', 'menu', 'scope', 'delivery'),
      multiple: fc.boolean(),
      freeText: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const sizes = fc.record({ columns: fc.integer({ min: 60, max: 220 }), rows: fc.integer({ min: 15, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(questions, sizes, async (made, size) => {
      const { rows } = sitting(
        made.map(({ text: words, ...parts }, index) => asks(index + 1, words, { ...parts, dialog: 'd' })),
        size,
      );
      const shown = await rows();
      expect(shown.length).toBeLessThanOrEqual(size.rows);
      for (const row of shown) expect(columnsOf(row)).toBeLessThanOrEqual(size.columns);
      expect(shown[0]).toContain('signalbox');
      expect(shown.join('\n')).toContain('▸ ');
      expect(shown[size.rows - 1]).toContain('close and send');
      for (const screen of open.splice(0)) screen.close();
    }),
    { numRuns: 15 },
  );
});
