import { describe, expect, test } from 'vitest';
import { queueOf, waitsFor } from '../../src/core/rules/admission.ts';
import { rejectReview, takeReview } from '../../src/core/decide/review.ts';
import { discardSession } from '../../src/core/decide/task.ts';
import { Story } from './worlds.ts';

const waits = (story: Story, id: number) => waitsFor(story.world, story.session(id));

describe('the cap', () => {
  test('six tasks on a cap of 3: three live, three say why they wait', () => {
    const story = new Story({ cap: 3 });
    const ids = Array.from({ length: 6 }, () => story.task());
    expect(ids.map((id) => story.session(id).state)).toEqual([
      'preparing',
      'preparing',
      'preparing',
      'queued',
      'queued',
      'queued',
    ]);
    expect(waits(story, 4)).toBe('cap 3/3');
  });

  test('a process that has not ended holds its place although its session is ready', () => {
    const story = new Story({ cap: 1 });
    const [first, second] = [story.task(), story.task()];
    story.atWork(first);
    story.happened({ type: 'work.finished', session: first, request: 'r', summary: 's', evidence: [] });
    story.judged(first, { kind: 'green' });
    expect(story.session(first).state).toBe('ready');
    expect(waits(story, second)).toBe('cap 1/1');
    story.exited(first);
    expect(story.session(second).state).toBe('preparing');
  });

  test('a rejected session starts again when its process has ended, not beside it', () => {
    const story = new Story({ cap: 3 });
    const id = story.task();
    story.atWork(id);
    story.happened({ type: 'work.finished', session: id, request: 'r', summary: 's', evidence: [] });
    story.judged(id, { kind: 'green' });
    story.decided(takeReview(story.world, id));
    story.decided(rejectReview(story.world, { id, note: 'again', reason: null }));
    expect(waits(story, id)).toBe('its agent has not ended yet');
    expect(story.session(id).run?.number).toBe(1);
    story.exited(id);
    expect(story.session(id)).toMatchObject({ state: 'working', round: 2, run: { number: 2 } });
  });

  test('a repository may lower its own cap only', () => {
    const story = new Story({ cap: 3, config: { cap: 1 } });
    story.task();
    expect(waits(story, story.task())).toBe('cap 1/1 of r');
  });
});

describe('the review limit', () => {
  test('holds new starts, and lets rework pass', () => {
    const story = new Story({ cap: 2, reviewLimit: 1 });
    const [first, second] = [story.task(), story.task()];
    story.ready(first);
    const third = story.task();
    expect(waits(story, third)).toBe('1 review waiting, limit 1');
    story.decided(takeReview(story.world, first));
    story.decided(rejectReview(story.world, { id: first, note: 'again', reason: null }));
    expect(story.session(first).state).toBe('working');
    expect(story.session(second).state).toBe('preparing');
    expect(waits(story, third)).toBe('cap 2/2');
  });

  test('a rejection at full cap waits its turn, ahead of every new start', () => {
    const story = new Story({ cap: 1, reviewLimit: 3 });
    const [first, second, third] = [story.task(), story.task({ priority: 0 }), story.task({ priority: 9 })];
    story.ready(first);
    story.atWork(third);
    story.decided(takeReview(story.world, first));
    story.decided(rejectReview(story.world, { id: first, note: 'again', reason: null }));
    expect(story.session(first).state).toBe('queued');
    expect(queueOf(story.world).map((session) => session.id)).toEqual([first, second]);
    story.exited(third, 1);
    expect(story.session(first).state).toBe('working');
    expect(waits(story, second)).toBe('cap 1/1');
  });
});

describe('order and dependencies', () => {
  test('higher priority goes first, then the lower number', () => {
    const story = new Story({ cap: 1 });
    story.task();
    const [low, high, same] = [story.task(), story.task({ priority: 5 }), story.task({ priority: 5 })];
    expect(queueOf(story.world).map((session) => session.id)).toEqual([high, same, low]);
  });

  test('a task waits for what it depends on, and needs the person when that was discarded', () => {
    const story = new Story();
    const first = story.task();
    const second = story.task({ after: [first] });
    expect(waits(story, second)).toBe(`after #${first}`);
    story.decided(discardSession(story.world, first));
    expect(waits(story, second)).toBe(`needs you: #${first} was discarded`);
  });

  test('judgement tasks run single file, from preparing until landed or ended', () => {
    const story = new Story();
    const first = story.task({ kind: 'judgement' });
    const second = story.task({ kind: 'judgement' });
    const isolated = story.task();
    expect(story.session(isolated).state).toBe('preparing');
    expect(waits(story, second)).toBe(`judgement task #${first} first`);
    story.ready(first);
    expect(waits(story, second)).toBe(`judgement task #${first} first`);
    story.decided(takeReview(story.world, first));
    story.decided(discardSession(story.world, first));
    expect(story.session(second).state).toBe('preparing');
  });

  test('new starts wait while the configuration differs from the trusted one', () => {
    const story = new Story();
    story.happened({ type: 'config.differed', repo: 'r', changed: true });
    const id = story.task();
    expect(waits(story, id)).toBe('config changed: signalbox trust');
    story.happened({ type: 'config.differed', repo: 'r', changed: false });
    expect(story.session(id).state).toBe('preparing');
  });
});
