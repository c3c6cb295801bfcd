import { expect, test } from 'vitest';
import { whyLines } from '../../src/cli/why-lines.ts';
import { explainState } from '../../src/core/words/explain-state.ts';
import type { Report } from '../../src/core/model/report.ts';
import { Story } from './worlds.ts';

const why = (story: Story, id: number) => explainState(story.world, story.session(id));

const permission: Report = {
  kind: 'dialog-opened',
  dialog: 'tool-1',
  about: 'permission',
  questions: [
    { text: 'Bash: npm test', detail: null, options: ['Yes', 'No'], default: null, multiple: false, freeText: false },
  ],
  rule: 'hook PermissionRequest',
};

test('what the journal decides is said in the words of its rules', () => {
  const story = new Story({ cap: 1 });
  const first = story.task();
  const second = story.task();
  expect(why(story, second)).toMatchObject({
    because: 'it waits for admission: cap 1/1',
    signal: null,
    activity: null,
  });
  expect(why(story, first).because).toBe('it has a place, and its worktree is being made');
  story.atWork(first);
  expect(why(story, first).because).toBe(
    `its process runs (pid ${100 + first}); it is a plain command, of which only its end tells`,
  );
  story.exited(first);
  expect(why(story, first)).toMatchObject({
    state: 'checking',
    because: 'its work was handed in, and the gate has not decided: it starts',
    event: 'agent exited with status 0; finished',
  });
  story.judged(first, { kind: 'green', target: 'abcdef0123' });
  expect(why(story, first)).toMatchObject({
    because: 'the gate was green on abcdef0; it waits for a person to review it',
    event: 'gate green',
  });
});

test('what an adapter saw is said with its signal', () => {
  const story = new Story();
  const id = story.task();
  story.atWork(id, 'when resting');
  story.reported(id, { kind: 'activity', activity: 'working', words: 'Bash npm test', rule: 'hook PreToolUse' });
  expect(why(story, id)).toMatchObject({
    state: 'working',
    because: `its process runs (pid ${100 + id}) and is working [hook PreToolUse]`,
    activity: { kind: 'working', words: 'Bash npm test', rule: 'hook PreToolUse' },
  });
  story.reported(id, permission);
  expect(why(story, id)).toMatchObject({
    state: 'asking',
    because: 'question 1 (permission) is open and blocking, and its dialog waits in its terminal',
    event: 'wants to: Bash: npm test',
    signal: 'hook PermissionRequest',
  });
  story.reported(id, { kind: 'dialog-closed', dialog: 'tool-1', by: 'terminal', rule: 'registry busy' });
  expect(why(story, id)).toMatchObject({
    state: 'working',
    event: 'answered in its terminal',
    signal: 'registry busy',
  });
  story.reported(id, { kind: 'turn-failed', reason: '529 overloaded', rule: 'hook StopFailure' });
  expect(why(story, id)).toMatchObject({
    state: 'stuck',
    because: 'it needs a person: 529 overloaded',
    signal: 'hook StopFailure',
  });
});

test('a question that is open while the agent goes on, and one at rest', () => {
  const story = new Story();
  const id = story.task();
  story.atWork(id, 'when resting');
  story.reported(id, { kind: 'prompted', text: null, rule: 'hook UserPromptSubmit' });
  const questions = [{ text: 'which?', options: [], default: null, blocking: true }];
  story.happened({ type: 'question.asked', session: id, request: 'r1', questions });
  expect(why(story, id).because).toMatch(
    /is working \[hook UserPromptSubmit\]; question 1 is open, and it has not come to rest$/,
  );
  story.reported(id, { kind: 'turn-ended', words: 'I wait.', background: [], held: false, rule: 'hook Stop' });
  expect(why(story, id)).toMatchObject({
    state: 'asking',
    because: 'question 1 is open and blocking, and its input rests [hook Stop]',
    signal: 'hook Stop',
  });
});

test('a failed session names its exit, and of many observations the last ones are shown', () => {
  const story = new Story();
  const id = story.task();
  story.atWork(id, 'when resting');
  for (let step = 0; step < 20; step++) {
    story.reported(id, { kind: 'activity', activity: 'working', words: `step ${step}`, rule: 'hook PreToolUse' });
  }
  story.exited(id, 3);
  const reason = why(story, id);
  expect(reason).toMatchObject({
    because: 'the agent exited with status 3',
    event: 'agent exited with status 3',
  });
  const lines = whyLines(reason, reason.since + 240_000);
  expect(lines[0]).toMatch(/^#1 failed since \d{4}-.* \(4m\)$/);
  expect(lines).toContain('last seen, 8 before these:');
  expect(lines.at(-1)).toMatch(/ {2}working: step 19 {2}\[hook PreToolUse\]$/);
});
