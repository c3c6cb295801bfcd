import { expect, test } from 'vitest';
import { type LintedTask, lintTask } from '../../src/core/rules/lint-task.ts';
import { badPrompts, goodPrompts } from './lint-prompts.ts';
import { Story, taskOf } from './worlds.ts';

const whole: LintedTask = {
  title: 'Bound the upload queue',
  prompt: 'Drop the oldest entry of the queue in src/upload/queue.ts when it has 1000 entries.',
  kind: 'isolated',
  scope: ['src/upload/**'],
  stop: ['the queue turns out to be shared with another process'],
  after: [],
};
const alone = { sessions: [], checks: 2, unmatched: [] };

function rulesOf(task: Partial<LintedTask>, place = {}): string[] {
  return lintTask({ ...whole, ...task }, { ...alone, ...place }).map(({ rule }) => rule);
}

test('each thing that is missing is named with its reason, and nothing where nothing is', () => {
  expect(rulesOf({})).toEqual([]);
  expect(rulesOf({ scope: [] })).toEqual(['boundary']);
  expect(rulesOf({}, { unmatched: ['src/upload/**'] })).toEqual(['boundary']);
  expect(rulesOf({}, { checks: 0 })).toEqual(['verification']);
  expect(rulesOf({ done: ['a test shows the drop'] }, { checks: 0 })).toEqual([]);
  expect(rulesOf({ stop: [] })).toEqual(['stop']);
  expect(rulesOf({ prompt: '' })).toEqual(['goal']);
  expect(rulesOf({ prompt: 'fix it' })).toEqual(['goal']);
});

const found = (prompt: string): string[] => rulesOf({ title: 'a task', prompt });

test('the lint, measured on prompts as people write them', () => {
  const missed = badPrompts
    .filter(([rule, prompt]) => !found(prompt).includes(rule))
    .map(([rule, prompt]) => `${rule}: ${prompt}`);
  const wrong = goodPrompts
    .filter((prompt) => found(prompt).length > 0)
    .map((prompt) => `${found(prompt).join(', ')}: ${prompt}`);
  const recall = 1 - missed.length / badPrompts.length;
  const precision = 1 - wrong.length / goodPrompts.length;
  console.log(
    `lint: ${badPrompts.length - missed.length} of ${badPrompts.length} bad prompts found, ${wrong.length} of ${goodPrompts.length} good ones spoken against`,
    ...missed.map((text) => `\n  missed ${text}`),
    ...wrong.map((text) => `\n  wrong ${text}`),
  );
  expect(recall).toBeGreaterThanOrEqual(0.9);
  expect(precision).toBeGreaterThanOrEqual(0.95);
});

test('judgement words are no fault in a judgement task', () => {
  const prompt = 'Choose a design for the cache and build it in src/cache.ts behind the old interface.';
  expect(rulesOf({ prompt })).toEqual(['judgement']);
  expect(rulesOf({ prompt, kind: 'judgement' })).toEqual([]);
});

test('overlaps name the other one and where: by boundary, by what it has changed, and not where one comes after the other', () => {
  const story = new Story({ cap: 1 });
  const working = story.task({ scope: ['src/**/queue.ts'] });
  const queued = story.task({ scope: ['docs/**', 'src/upload'] });
  const apart = story.task({ scope: ['src/*.ts'] });
  const bare = story.task({});
  const sessions = () => Object.values(story.world.sessions);
  const say = (task: Partial<LintedTask> = {}) =>
    lintTask({ ...whole, ...task }, { ...alone, sessions: sessions() }).map(({ text }) => text);
  expect(say()).toEqual([
    `overlaps with #${working} in src/upload/queue.ts`,
    `overlaps with #${queued} in src/upload/**`,
  ]);
  expect(say({ after: [working] })).toEqual([`overlaps with #${queued} in src/upload/**`]);
  expect(say({ scope: ['lib/**'] })).toEqual([]);
  story.happened({ type: 'session.discarded', session: working, reason: 'r' });
  story.happened({ type: 'session.discarded', session: queued, reason: 'r' });
  story.happened({ type: 'session.discarded', session: apart, reason: 'r' });
  story.atWork(bare);
  story.exited(bare);
  story.judged(bare, {
    kind: 'green',
    files: [{ path: 'src/upload/send.ts', status: 'modified', added: 1, removed: 0 }],
  });
  expect(say()).toEqual([`overlaps with #${bare}, which has changed src/upload/send.ts`]);
  expect(taskOf({}).scope).toEqual([]);
});
