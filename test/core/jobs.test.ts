import { describe, expect, test } from 'vitest';
import { type WantedJob, restartJob, startJob, stopJob } from '../../src/core/decide/jobs.ts';
import { openSideTerminal } from '../../src/core/decide/terminals.ts';
import { firstTerminal } from '../../src/core/model/terminals.ts';
import { placesTaken } from '../../src/core/rules/admission.ts';
import { jobNamed, jobsOf, mostJobs, portFor } from '../../src/core/rules/jobs.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { jobNameOf } from '../../src/core/words/job-words.ts';
import { Story } from './worlds.ts';

const web: WantedJob = { id: 1, name: 'web', command: 'npm run dev', replace: false, by: 'agent' };
const ended = { type: 'terminal.ended' as const, session: 1, signal: null, screen: ['no database'] };

function atWork(config: { preview?: string } = {}): Story {
  const story = new Story({ config });
  story.atWork(story.task());
  story.happened({ type: 'ports.given', session: 1, first: 20_000, count: 10 });
  return story;
}

const effects = (story: Story) =>
  wanted(story.world).flatMap((effect) => (effect.kind.startsWith('terminal.') ? [effect.key] : []));

describe('a job', () => {
  test('has a port of its own, takes no place and no room of the terminals, and is started once per call', () => {
    const story = atWork();
    const before = placesTaken(story.world);
    expect(story.decided(startJob(story.world, { ...web, request: 'request1' }))).toBeNull();
    expect(story.decided(startJob(story.world, { ...web, request: 'request1' }))).toBeNull();
    expect(jobsOf(story.session(1))).toMatchObject([
      { name: 'web', command: 'npm run dev', port: 20_001, by: 'agent' },
    ]);
    expect(placesTaken(story.world)).toBe(before);
    expect(story.decided(startJob(story.world, web))).toBe('the job web of #1 runs already: npm run dev');
    expect(story.decided(startJob(story.world, { ...web, name: 'other' }))).toBeNull();
    expect(jobNamed(story.session(1), 'other')?.port).toBe(20_002);
    for (let count = 0; count < 16; count += 1)
      expect(story.decided(openSideTerminal(story.world, { id: 1, kind: 'shell', file: null, line: null }))).toBeNull();
  });

  test('there are eight of them at most', () => {
    const story = atWork();
    const named = (number: number) => startJob(story.world, { ...web, name: `job${number}` });
    for (let number = 1; number <= mostJobs; number += 1) expect(story.decided(named(number))).toBeNull();
    expect(story.decided(named(9))).toMatch(/^#1 has 8 jobs already: job1, job2/);
    expect(story.decided(startJob(story.world, { ...web, name: 'job3', replace: true }))).toBeNull();
  });

  test('that replaces another waits until that has ended, and keeps its port', () => {
    const story = atWork();
    story.decided(startJob(story.world, web));
    expect(story.decided(startJob(story.world, { ...web, command: 'npm start', replace: true }))).toBeNull();
    const old = firstTerminal;
    expect(effects(story)).toEqual([`terminal.run ${old}`, `terminal.end ${old}`]);
    story.happened({ ...ended, terminal: old, exit: 0 });
    expect(effects(story)).toEqual([`terminal.run ${old + 1}`]);
    expect(story.session(1)).toMatchObject({ endedJobs: [], messages: [], terminals: [{ port: 20_001 }] });
  });

  test.each([
    ['agent', 1],
    ['person', 0],
  ] as const)('of the %s that dies is kept with its last lines; messages: %d', (by, messages) => {
    const story = atWork();
    story.decided(startJob(story.world, { ...web, by }));
    story.happened({ ...ended, terminal: firstTerminal, exit: 3 });
    const dead = { name: 'web', exit: 3, asked: false, screen: ['no database'], port: 20_001 };
    expect(story.session(1)).toMatchObject({ state: 'working', terminals: [], endedJobs: [dead], endedTerminal: null });
    expect(story.session(1).messages).toHaveLength(messages);
    expect(effects(story)).toEqual([]);
    expect(story.decided(restartJob(story.world, { id: 1, name: 'web', by: 'person' }))).toBeNull();
    expect(story.session(1)).toMatchObject({ endedJobs: [], terminals: [{ name: 'web', port: 20_001, by }] });
  });

  test('that is stopped, or whose session is stopped, is no news', () => {
    const story = atWork();
    story.decided(startJob(story.world, web));
    story.decided(startJob(story.world, { ...web, name: 'two' }));
    expect(story.decided(stopJob(story.world, { id: 1, name: 'web' }))).toBeNull();
    expect(story.decided(stopJob(story.world, { id: 1, name: 'web' }))).toBe('the job web of #1 has ended already');
    expect(story.decided(stopJob(story.world, { id: 1, name: 'three' }))).toBe('#1 has no job three');
    story.happened({ ...ended, terminal: firstTerminal, exit: null });
    story.happened({ type: 'session.stopped', session: 1, reason: 'stopped by hand' });
    expect(effects(story)).toContain(`terminal.end ${firstTerminal + 1}`);
    story.happened({ ...ended, terminal: firstTerminal + 1, exit: 1 });
    expect(story.session(1).messages).toEqual([]);
    expect(story.session(1).endedJobs.map(({ asked }) => asked)).toEqual([true, true]);
    expect(story.decided(startJob(story.world, web))).toBe('#1 is stopped, and its jobs have ended with it');
  });

  test('outlives its agent, and the round that was handed in', () => {
    const story = atWork();
    story.decided(startJob(story.world, web));
    story.exited(1);
    story.judged(1, { kind: 'green' });
    expect(story.session(1)).toMatchObject({ state: 'ready', run: null });
    expect(effects(story)).toEqual([`terminal.run ${firstTerminal}`]);
    story.happened({ type: 'session.discarded', session: 1, reason: 'r' });
    expect(effects(story)).toContain(`terminal.end ${firstTerminal}`);
  });
});

test("the preview is the trusted configuration's command and needs one", () => {
  const none = { ...web, name: null, command: null, by: 'person' } as const;
  const bare = atWork();
  expect(bare.decided(startJob(bare.world, none))).toBe('no preview is configured');
  const story = atWork({ preview: 'npm run dev -- --port $SIGNALBOX_PORT' });
  expect(story.decided(startJob(story.world, none))).toBeNull();
  expect(jobsOf(story.session(1))).toMatchObject([{ name: 'preview', port: 20_000 }]);
});

test('the port that a command names is the one that is said', () => {
  const session = atWork().session(1);
  const port = (command: string) => portFor(session, { name: 'a', command, first: false });
  expect(port('serve --port ${SIGNALBOX_PORT}')).toBe(20_000);
  expect(port('serve --port 20007')).toBe(20_007);
  expect(port('serve --port $SIGNALBOX_PORTS 1234')).toBe(20_001);
  expect(portFor({ ...session, ports: null }, { name: 'a', command: 'serve', first: false })).toBeNull();
});

test.each([
  ['npm run dev', 'dev'],
  ['PORT=1 node ./tools/server.mjs --watch', 'server.mjs'],
  ['/usr/bin/vite', 'vite'],
  ['cargo watch -x test', 'watch'],
  ['$(rm -rf)', 'rm'],
  ['"', 'job'],
])('%s is called %s', (command, name) => {
  expect(jobNameOf(command)).toBe(name);
});
