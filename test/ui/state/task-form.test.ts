import { expect, test } from 'vitest';
import { emptyTask } from '../../../src/ui/state/drafts.ts';
import { lintTask, readForm } from '../../../src/ui/state/task-form.ts';
import { busyWorld, madeUp, repo, worldOf } from '../made-up-world.ts';

const checks = ['types', 'test'];
const complete = { ...emptyTask, title: 'tidy', goal: 'sort imports', boundary: 'docs/**', stop: 'ten files' };

test('a form is read into a task', () => {
  const read = readForm(
    { ...complete, boundary: 'src/a/** , test/*', after: '#3 4', without: ['types'], priority: '-2' },
    checks,
  );
  expect(read).toEqual({
    title: 'tidy',
    prompt: 'sort imports',
    kind: 'isolated',
    scope: ['src/a/**', 'test/*'],
    checks: ['test'],
    stop: ['ten files'],
    agent: null,
    priority: -2,
    after: [3, 4],
  });
});

test('all checks chosen is the same as none named: what is configured later counts too', () => {
  expect(readForm(complete, checks)).toMatchObject({ checks: [] });
});

test.each([
  [{ title: ' ' }, 'a task needs a title'],
  [{ priority: 'high' }, 'priority is a whole number; higher goes first'],
  [{ after: 'the other one' }, 'after takes session numbers: #3 #4'],
])('%j is refused', (parts, wrong) => {
  expect(readForm({ ...complete, ...parts }, checks)).toEqual({ wrong });
});

test('the lint names what is missing', () => {
  const place = { world: worldOf([]), repo: repo.id, config: repo.config };
  expect(lintTask(emptyTask, place)).toEqual(['no goal', 'no boundary', 'no stop condition']);
  const config = repo.config === null ? null : { ...repo.config, checks: [] };
  expect(lintTask(complete, { ...place, config })).toEqual(['no verification: the repository has no checks']);
  expect(lintTask(complete, place)).toEqual([]);
});

test.each([
  ['src/player/**', 'src/player/buffer.ts', true],
  ['src/player/**', 'src/*.ts', true],
  ['src/player/**', 'src/search/**', false],
  ['**/*.md', 'src/search/**', true],
  ['docs', 'docs-old/**', false],
])('%s and %s may meet: %s', (boundary, other, meets) => {
  const session = madeUp(2, 'working');
  const world = worldOf([{ ...session, task: { ...session.task, scope: [other] } }]);
  const found = lintTask({ ...complete, boundary }, { world, repo: repo.id, config: repo.config });
  expect(found).toEqual(meets ? ['overlaps with live session #2'] : []);
});

test('only live sessions can be run into', () => {
  const found = lintTask({ ...complete, boundary: 'src/**' }, { world: busyWorld, repo: repo.id, config: repo.config });
  expect(found).toEqual([1, 2, 3].map((id) => `overlaps with live session #${id}`));
});
