import { expect, test } from 'vitest';
import { emptyTask } from '../../../src/ui/state/drafts.ts';
import { draftOf, lintForm, readForm } from '../../../src/ui/state/task-form.ts';
import { busyWorld, madeUp } from '../made-up-world.ts';

const place = { checks: ['types', 'test'], sessions: [madeUp(7, 'queued', { title: 'Add a log' })] };
const complete = {
  ...emptyTask,
  title: 'tidy',
  goal: 'Sort the imports of all files by their path.',
  boundary: 'docs/**',
  stop: 'ten files',
};

test('a form is read into a task', () => {
  const read = readForm(
    {
      ...complete,
      boundary: 'src/a/** , test/{a,b}/*',
      after: '#3 4',
      without: ['types'],
      priority: '-2',
      done: 'a\n\nb',
      lead: true,
    },
    place,
  );
  expect(read).toEqual({
    title: 'tidy',
    prompt: complete.goal,
    kind: 'isolated',
    scope: ['src/a/**', 'test/{a,b}/*'],
    checks: ['test'],
    done: ['a', 'b'],
    stop: ['ten files'],
    agent: null,
    priority: -2,
    after: [3, 4],
    lead: true,
  });
});

test('without a goal the title says it; all checks chosen is the same as none named', () => {
  expect(readForm({ ...complete, goal: ' ' }, place)).toMatchObject({ prompt: 'tidy', checks: [] });
});

test('what it comes after is named by number or title', () => {
  expect(readForm({ ...complete, after: 'add a log, #3' }, place)).toMatchObject({ after: [7, 3] });
});

test.each([
  [{ title: ' ' }, 'a task needs a title'],
  [{ priority: 'high' }, 'priority is a whole number; higher goes first'],
  [{ after: 'the other one' }, 'after: no session is called "the other one"; numbers do too: #3 #4'],
])('%j is refused', (parts, wrong) => {
  expect(readForm({ ...complete, ...parts }, place)).toEqual({ wrong });
});

test('a task that is there fills the form, and comes back the same', () => {
  const { task } = madeUp(7, 'queued');
  const whole = { ...task, checks: ['test'], done: ['x', 'y'], after: [3], lead: true, stop: ['z'] };
  expect(readForm(draftOf(whole, place.checks), place)).toEqual(whole);
});

test('the lint is that of the task as it stands', () => {
  const around = { ...place, unmatched: null, self: null, parent: null };
  expect(lintForm(complete, around)).toEqual([]);
  expect(lintForm(emptyTask, around).map(({ rule }) => rule)).toEqual(['goal', 'boundary', 'stop']);
  expect(lintForm(complete, { ...around, unmatched: ['docs/**'] }).map(({ rule }) => rule)).toEqual(['boundary']);
  const sessions = Object.values(busyWorld.sessions);
  const found = lintForm({ ...complete, boundary: 'src/a.ts' }, { ...around, sessions, self: 1 });
  expect(found.map(({ text }) => text)).toContain('overlaps with #2 in src/a.ts');
  expect(found.map(({ text }) => text)).not.toContain('overlaps with #1 in src/a.ts');
});
