import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RegistryEntry } from '../../../src/agents/claude/registry.ts';
import { Turn } from '../../../src/agents/claude/turn.ts';
import type { Activity, Report } from '../../../src/core/model/report.ts';

/** Later than the grace that a turn's end gets: a timer of it that was set before has fired by then. */
const laterMs = 150;

function turn(before: Activity | null = 'starting') {
  const reports: Report[] = [];
  let at = 1000;
  const made = new Turn({ tell: (report) => void reports.push(report), now: () => at, before });
  const registry = (status: RegistryEntry['status'], statusUpdatedAt: number) =>
    made.registry({ pid: 1, sessionId: 's', startedAt: 1, status, statusUpdatedAt, waitingFor: '' });
  return { made, reports, registry, at: (now: number) => (at = now) };
}

test('what the registry said before the prompt says nothing about the turn', async () => {
  const { made, reports, registry, at } = turn();
  at(2000);
  made.prompted('Make it', 'hook UserPromptSubmit');
  registry('idle', 1999);
  await pause(laterMs);
  expect(reports.at(-1)).toMatchObject({ kind: 'activity', activity: 'working' });
  registry('idle', 2001);
  await pause(laterMs);
  expect(reports.at(-1)).toMatchObject({ kind: 'interrupted' });
});

test('a hook of its end that comes after the registry has said "idle" decides', async () => {
  const { made, reports, registry } = turn();
  made.prompted('Make it', 'hook UserPromptSubmit');
  registry('idle', 1000);
  made.failed('the rate limit is reached', 'hook StopFailure');
  await pause(laterMs);
  expect(reports.map(({ kind }) => kind)).not.toContain('interrupted');
});

test('a command of its own ends without a word, and is no turn', async () => {
  const { made, reports, registry } = turn('resting');
  registry('idle', 1000);
  made.isBusyWith('compacting the conversation', 'hook PreCompact');
  registry('idle', 1001);
  await pause(laterMs);
  expect(reports.map((report) => (report.kind === 'activity' ? report.activity : report.kind))).toEqual([
    'resting',
    'working',
    'resting',
  ]);
});

test('a shell that goes on behind a turn is not rest', () => {
  const { made, reports, registry } = turn();
  made.prompted('Make it', 'hook UserPromptSubmit');
  made.held('done');
  made.letGo();
  registry('shell', 1001);
  expect(reports.at(-1)).toMatchObject({ activity: 'background', words: 'a shell still runs' });
  registry('idle', 1002);
  expect(reports.at(-1)).toMatchObject({ activity: 'resting' });
});
