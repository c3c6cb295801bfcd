import { describe, expect, test } from 'vitest';
import { finishWork } from '../../src/core/decide/agent.ts';
import { closeSideTerminal, openSideTerminal } from '../../src/core/decide/terminals.ts';
import { resumeSession } from '../../src/core/decide/task.ts';
import { firstTerminal } from '../../src/core/model/terminals.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { Story } from './worlds.ts';

describe('a run that nobody saw end', () => {
  test.each(['rebooted', 'killed'] as const)('%s: is offered to the person and not started by itself', (why) => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.happened({ type: 'agent.lost', session: id, run: 1, why, screen: ['the last line'] });
    expect(story.session(id)).toMatchObject({ state: 'failed', run: null, runs: 1, exit: { lost: why, exit: null } });
    expect(wanted(story.world)).toEqual([]);
    expect(story.decided(resumeSession(story.world, { id, note: null }))).toBeNull();
    expect(story.session(id)).toMatchObject({ state: 'working', runs: 2 });
  });

  test('is not started anew for a rework that was on its way either', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.decided(finishWork(story.session(id), { request: 'r1', summary: 's', evidence: [] }));
    const reasons = [{ kind: 'check' as const, name: 'test', run: 'npm test', exit: 1, tail: 'boom' }];
    story.judged(id, { kind: 'red', reasons });
    story.happened({ type: 'agent.lost', session: id, run: 1, why: 'rebooted', screen: [] });
    expect(story.session(id)).toMatchObject({ state: 'failed', run: null, runs: 1, round: 2 });
  });
});

const endsOf = (story: Story) => wanted(story.world).filter(({ kind }) => kind === 'terminal.end');

describe("a person's own terminals", () => {
  const shell = { kind: 'shell', file: null, line: null } as const;

  test('need a worktree, are numbered apart from sessions, and change nothing of the work', () => {
    const story = new Story();
    const id = story.task();
    expect(story.decided(openSideTerminal(story.world, { id, ...shell }))).toBe('#1 has no worktree yet');
    story.atWork(id);
    const before = story.session(id);
    for (const number of [firstTerminal, firstTerminal + 1]) {
      expect(story.decided(openSideTerminal(story.world, { id, ...shell }))).toBeNull();
      expect(story.session(id).terminals.at(-1)?.number).toBe(number);
    }
    expect({ ...story.session(id), terminals: [] }).toEqual(before);
    expect(wanted(story.world).filter(({ kind }) => kind === 'terminal.run')).toHaveLength(2);
    expect(endsOf(story)).toEqual([]);
  });

  test('are ended when they are closed, and when their work is given up', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    for (let count = 0; count < 2; count++) story.decided(openSideTerminal(story.world, { id, ...shell }));
    expect(story.decided(closeSideTerminal(story.world, { id, terminal: firstTerminal }))).toBeNull();
    expect(endsOf(story)).toMatchObject([{ terminal: firstTerminal }]);
    const ended = { type: 'terminal.ended' as const, session: id, exit: 0, signal: null, screen: [] };
    story.happened({ ...ended, terminal: firstTerminal });
    expect(endsOf(story)).toEqual([]);
    expect(story.decided(closeSideTerminal(story.world, { id, terminal: firstTerminal }))).toMatch(/no such terminal/);
    story.happened({ type: 'session.discarded', session: id, reason: 'discarded by hand' });
    expect(endsOf(story)).toMatchObject([{ terminal: firstTerminal + 1 }]);
    expect(story.decided(openSideTerminal(story.world, { id, ...shell }))).toBe('#1 is discarded');
  });

  test('a fault of one is not the fault of the session', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    const failed = { type: 'effect.failed', session: id, effect: 'terminal.run', message: 'no pty' } as const;
    for (let count = 0; count < 9; count++) story.happened(failed);
    expect(story.session(id)).toMatchObject({ state: 'working', breakdowns: 0 });
  });

  test('there is an end to how many', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    const answers = Array.from({ length: 17 }, () => story.decided(openSideTerminal(story.world, { id, ...shell })));
    expect(answers.filter((answer) => answer === null)).toHaveLength(16);
    expect(answers.at(-1)).toBe('16 terminals are open already');
  });
});
