import { describe, expect, test } from 'vitest';
import { type Notice, type Turn, turnSchema } from '../../../src/agents/codex/messages.ts';
import { type Found, ThreadReader, deliveryPrefix, errorWords } from '../../../src/agents/codex/thread-reader.ts';
import type { Report } from '../../../src/core/model/report.ts';
import { noticesIn, threadIn } from './recorded.ts';

/** What is read of a recording, each report in a few words. */
function read(name: string, reader = new ThreadReader(threadIn(name))): string[] {
  return noticesIn(name).flatMap((notice) => reader.hear(notice).map(inWords));
}

function inWords(report: Report): string {
  switch (report.kind) {
    case 'activity':
      return report.words === null ? report.activity : `${report.activity}: ${report.words}`;
    case 'turn-ended':
      return `ended "${report.words}"${report.background.map((one) => `, still ${one}`).join('')}`;
    case 'turn-failed':
      return `failed: ${report.reason}`;
    case 'dialog-opened':
      return `opened ${report.dialog}: ${report.questions.map(({ text }) => text).join(' / ')}`;
    case 'dialog-closed':
      return `closed ${report.dialog} by ${report.by}`;
    case 'sub-work':
      return `sub-work: ${report.words}`;
    case 'conversation':
      return `conversation ${report.id}`;
    case 'prompted':
    case 'interrupted':
      return report.kind;
  }
}

describe('a turn as it was recorded', () => {
  test('with a command that was allowed', () => {
    expect(read('command-approval')).toEqual([
      'prompted',
      'working: Bash echo one',
      'working: Bash touch /outside/esc1',
      'ended "did it"',
    ]);
  });

  test('with an edit that was denied', () => {
    const reader = new ThreadReader(threadIn('file-change-denied'));
    expect(read('file-change-denied', reader)).toEqual([
      'prompted',
      'working: apply_patch outside.txt',
      'ended "patched"',
    ]);
    expect([...reader.changes.values()]).toEqual(['/outside/outside.txt\nhello\n']);
  });

  test('that was broken off', () => {
    expect(read('interrupted')).toEqual(['prompted', 'working: Bash sleep 20', 'interrupted']);
  });

  test('that failed', () => {
    expect(read('failed')).toEqual(['prompted', 'working: Bash sleep 2', 'failed: nope']);
  });

  test('whose model does not answer, and that was broken off then', () => {
    expect(read('retrying')).toEqual([
      'prompted',
      expect.stringMatching(/^retrying: Reconnecting\.\.\. 1\/5 \(.*high demand/),
      'interrupted',
    ]);
  });

  test('that got a message on its way', () => {
    expect(read('steered')).toEqual(['prompted', 'working: Bash sleep 3', 'ended "steered end"']);
  });

  test('whose helper and background command outlast it: its end is a finish once both have ended', () => {
    expect(read('background')).toEqual([
      'prompted',
      'sub-work: null',
      'sub-work: 1 subagent: helper2',
      'working: Bash sleep 9',
      'ended "root done", still sleep 9, still subagent helper2',
      'sub-work: null',
      'ended "root done", still sleep 9',
      'ended "root done"',
    ]);
  });

  test('whose helper works: what the helper does is not what the agent does', () => {
    const reader = new ThreadReader('root');
    const helper = { id: 'helper', parentThreadId: 'root', status: { type: 'active' } };
    const item = { type: 'commandExecution', id: 'c', command: 'npm test' } as const;
    expect(reader.hear({ method: 'thread/started', params: { thread: helper } }).map(inWords)).toEqual([
      'sub-work: 1 subagent: helper',
    ]);
    expect(reader.hear({ method: 'item/started', params: { threadId: 'helper', item } })).toEqual([]);
    const words = { type: 'agentMessage', id: 'm', text: 'the helper is done' } as const;
    expect(reader.hear({ method: 'item/completed', params: { threadId: 'helper', item: words } })).toEqual([]);
    const turn = turnSchema.parse({ id: 't', status: 'completed', items: [] });
    expect(reader.hear({ method: 'turn/completed', params: { threadId: 'helper', turn } })).toEqual([]);
    expect(reader.hear({ method: 'turn/completed', params: { threadId: 'root', turn } }).map(inWords)).toEqual([
      'ended "null", still npm test, still subagent helper',
    ]);
  });

  test('with questions that the agent does not wait for', () => {
    const reader = new ThreadReader(threadIn('asked-later'));
    expect(read('asked-later', reader)).toEqual([
      'prompted',
      'opened later/c41: Which colour? / Which name?',
      'ended "?? sh2 x"',
    ]);
    expect([...reader.later.keys()]).toEqual(['later/c41']);
  });
});

function said(clientId: string | null): Notice {
  const item = { type: 'userMessage', id: 'u1', clientId } as const;
  return { method: 'item/completed', params: { threadId: threadIn('asked-later'), item } };
}

describe('questions that the agent does not wait for', () => {
  test('are answered by what the person types in the tile', () => {
    const reader = new ThreadReader(threadIn('asked-later'));
    read('asked-later', reader);
    expect(reader.hear(said(null)).map(inWords)).toEqual(['closed later/c41 by terminal']);
    expect(reader.later.size).toBe(0);
  });

  test('are not answered by a message of ours', () => {
    const reader = new ThreadReader(threadIn('asked-later'));
    read('asked-later', reader);
    expect(reader.hear(said(`${deliveryPrefix}1`))).toEqual([]);
    expect(reader.later.size).toBe(1);
  });
});

describe('a daemon that comes later', () => {
  const id = 'thread-1';
  const start = 1_795_880_000_000;
  const turn = (parts: Partial<Turn>): Turn =>
    turnSchema.parse({ id: 'turn-1', status: 'completed', items: [], startedAt: start / 1000 + 5, ...parts });
  const join = (
    status: string,
    turns: readonly Turn[],
    { reported = null, reader = new ThreadReader(id), helpers = [] }: Partial<Found & { reader: ThreadReader }> = {},
  ) =>
    reader
      .join({ thread: { id, status: { type: status } }, turns, helpers, terminals: [], reported, runStartedAt: start })
      .map(inWords);
  const words = [{ type: 'agentMessage', id: 'm1', text: 'all is done' }] as const;

  test('finds a turn under way', () => {
    const reader = new ThreadReader(id);
    expect(join('active', [turn({ status: 'inProgress' })], { reader })).toEqual([`conversation ${id}`, 'working']);
    expect(reader.turn).toBe('turn-1');
  });

  test('says the end of a turn that nobody has said', () => {
    expect(join('idle', [turn({ items: [...words] })])).toEqual([`conversation ${id}`, 'ended "all is done"']);
    expect(join('idle', [turn({ status: 'failed', error: { message: 'no' } })])).toEqual([
      `conversation ${id}`,
      'failed: no',
    ]);
  });

  test('does not say it twice', () => {
    expect(join('idle', [turn({ items: [...words] })], { reported: 'turn-1' })).toEqual([
      `conversation ${id}`,
      'resting',
    ]);
  });

  test('takes a turn of an earlier run for history', () => {
    const old = turn({ status: 'interrupted', startedAt: start / 1000 - 60 });
    expect(join('idle', [old])).toEqual([`conversation ${id}`, 'starting']);
  });

  test('finds what goes on after a turn, and says when it is over', () => {
    const reader = new ThreadReader(id);
    const started = { type: 'subAgentActivity', id: 's1', agentThreadId: 'h1', agentPath: '/root/docs' } as const;
    const helpers = [{ id: 'h1', parentThreadId: id, status: { type: 'active' } }];
    expect(join('idle', [turn({ items: [started, ...words] })], { reader, helpers })).toEqual([
      `conversation ${id}`,
      'sub-work: 1 subagent: docs',
      'ended "all is done", still subagent docs',
    ]);
    // A daemon that comes still later is to find it so again.
    expect(reader.ended).toBeNull();
    const idle = { threadId: 'h1', status: { type: 'idle' } };
    expect(reader.hear({ method: 'thread/status/changed', params: idle }).map(inWords)).toEqual([
      'sub-work: null',
      'ended "all is done"',
    ]);
    expect(reader.ended).toBe('turn-1');
  });

  test('hears the end of a turn once that it found over', () => {
    const reader = new ThreadReader(id);
    const over = turn({ items: [...words] });
    join('idle', [over], { reader });
    expect(reader.hear({ method: 'turn/completed', params: { threadId: id, turn: over } })).toEqual([]);
  });

  test('finds what was asked and not answered', () => {
    const asked = turn({
      items: [{ type: 'agentMessage', id: 'q1', text: 'Name?', questions: [{ title: 'Name?' }] }, ...words],
    });
    expect(join('idle', [asked], { reported: 'turn-1' })).toEqual([
      `conversation ${id}`,
      'opened later/q1: Name?',
      'resting',
    ]);
  });

  test('says that a turn was lost with its app-server', () => {
    const reader = new ThreadReader(id);
    join('active', [turn({ status: 'inProgress' })], { reader });
    expect(join('idle', [turn({ status: 'interrupted' })], { reader })).toEqual([
      `conversation ${id}`,
      'failed: its app-server ended in the middle of the turn, and was started again',
    ]);
  });
});

test.each([
  ['{"error":{"message":"no \\"money\\" left","type":"x"}}', 'no "money" left'],
  ['unexpected status 401', 'unexpected status 401'],
])('an error %s is said as %s', (message, words) => {
  expect(errorWords({ message })).toBe(words);
});
