import { describe, expect, test } from 'vitest';
import type { Conversation, FullMessage, Status } from '../../../src/agents/opencode/events.ts';
import { newWatch, seeEvent, seeLast, seeSnapshot } from '../../../src/agents/opencode/watch.ts';
import { inWords, lines, main, recorded, replay } from './replay.ts';

const scene = (name: string) => lines(replay(recorded(name)).reports);

describe('recorded turns', () => {
  test('a permission that is refused with words goes on and ends with the last words, whole', () => {
    expect(scene('permission-refused-with-words')).toEqual([
      'prompted',
      'working',
      'permission: Run echo one?',
      'working: bash echo one',
      'closed by the terminal',
      'working',
      'ended: Done after 1 tools. The user rejected permission to use this specific tool call with the following feedback: use printf instead\nplease',
    ]);
  });

  test.each(['permission-refused', 'question-dismissed', 'one-of-two-refused', 'two-permissions'])(
    'one that the person ended in a dialog is no finish: %s',
    (name) => {
      expect(scene(name).at(-1)).toBe('interrupted');
      expect(scene(name).some((line) => line.startsWith('ended'))).toBe(false);
    },
  );

  test('one that is broken off with Esc is told once', () => {
    expect(scene('interrupted')).toEqual(['prompted', 'working', 'interrupted']);
  });

  test('one that is aborted at a permission leaves a dialog that nobody waits for', () => {
    const { reports, dead } = replay(recorded('aborted-at-permission'));
    expect(lines(reports).slice(-2)).toEqual(['closed by the agent', 'interrupted']);
    expect(dead.map(({ kind, request }) => [kind, request.sessionID])).toEqual([['permission', main]]);
  });

  test('a model that fails is no finish', () => {
    expect(scene('model-fails')).toEqual(['prompted', 'working', 'failed: its model fails: planted 400']);
  });

  test('a model that is tried again is retrying until it answers', () => {
    expect(scene('model-retried')).toEqual([
      'prompted',
      'working',
      'retrying: planted 500, attempt 1',
      'retrying: planted 500, attempt 2',
      'working',
      'ended: 500 3',
    ]);
  });

  test("a subagent's end is not the agent's, and its permission names it", () => {
    const told = scene('subagent');
    expect(told).toContain('helpers: 1 subagent: look around');
    expect(told).toContain('permission: Run echo child? (subagent: look around)');
    expect(told.filter((line) => line.startsWith('ended'))).toHaveLength(1);
    expect(told.at(-1)).toMatch(/^ended: Done after 1 tools/);
  });

  test("a compaction and the person's own command end no turn", () => {
    expect(scene('compacted')).toEqual(['working', 'resting']);
    const shell = newWatch({ startedAt: 0, main: 'ses_ddd26583fffee3A4gtivwoVpk6', told: null });
    expect(lines(replay(recorded('persons-command'), shell).reports)).toEqual([
      'working',
      'working: bash echo shellmode',
      'resting',
    ]);
  });

  test('what another conversation does that is no subagent is nobody of interest', () => {
    expect(scene('persons-command')).toEqual([]);
  });

  test('a conversation that the person begins in the terminal is the one from then on', () => {
    const { watch, reports } = replay(recorded('new-conversation'));
    expect(watch.main).toBe('ses_ddd26583fffee3A4gtivwoVpk6');
    expect(lines(reports)[0]).toBe(`conversation ${watch.main}`);
    expect(lines(reports).at(-1)).toBe('ended: Done after 0 tools.');
  });

  test('nothing says finished before the last idle, however the events are cut', () => {
    for (const name of ['subagent', 'edit-permission', 'question-answered']) {
      const events = recorded(name);
      const idle = events.findLastIndex(
        (event) => event.type === 'session.status' && event.properties.status.type === 'idle',
      );
      const told = replay(events.slice(0, idle)).reports;
      expect(told.filter((report) => report.kind === 'turn-ended')).toEqual([]);
      expect(replay(events).reports.filter((report) => report.kind === 'turn-ended')).toHaveLength(1);
    }
  });
});

const conversation = (id: string, created: number, parentID?: string): Conversation => ({
  id,
  title: id,
  time: { created },
  ...(parentID === undefined ? {} : { parentID }),
});

function looked(told: string | null, statuses: Record<string, Status>, open = ['old']) {
  const before = newWatch({ startedAt: 100, main: null, told });
  const conversations = [conversation('before', 50), conversation('ours', 110), conversation('sub', 120, 'ours')];
  return seeSnapshot(before, { conversations, statuses, open: [] }, open);
}

const message = (created: number, finish: string | undefined): FullMessage => ({
  info: { id: 'msg_1', sessionID: 'ours', role: 'assistant', time: { created, completed: created + 1 }, finish },
  parts: [{ type: 'text', messageID: 'msg_1', sessionID: 'ours', text: 'All done.' }],
});

describe('a look at the whole', () => {
  test('finds the conversation of this start, the helpers, and what was closed meanwhile', () => {
    const seen = looked(null, { ours: { type: 'busy' }, sub: { type: 'busy' } });
    expect(seen.reports.map(inWords)).toEqual([
      'conversation ours',
      'closed by the terminal',
      'helpers: 1 subagent: sub',
      'working',
    ]);
    expect(seen.read).toBeNull();
  });

  test('has the end of a turn told that nobody heard, once', () => {
    const seen = looked(null, {}, []);
    expect(seen.read).toEqual({ conversation: 'ours', turn: 0 });
    const end = seeLast(seen.watch, message(150, 'stop'), 0);
    expect(end.reports.map(inWords)).toEqual(['ended: All done.']);
    const again = seeLast(looked('msg_1', {}, []).watch, message(150, 'stop'), 0);
    expect(again.reports.map(inWords)).toEqual(['resting']);
  });

  test('does not take history for the end of a turn', () => {
    const { watch } = looked(null, {}, []);
    expect(seeLast(watch, message(60, 'stop'), 0).reports.map(inWords)).toEqual(['resting']);
    expect(seeLast(watch, message(150, undefined), 0).reports.map(inWords)).toEqual(['resting']);
  });

  test('is forgotten where a new turn has begun before it was read how the last one ended', () => {
    const { watch } = looked(null, {}, []);
    const properties = { sessionID: 'ours', status: { type: 'busy' } } as const;
    const busy = seeEvent(watch, { type: 'session.status', properties }, 'terminal').watch;
    expect(seeLast(busy, message(150, 'stop'), 0).reports).toEqual([]);
  });

  test('with helpers at work is no finish', () => {
    const { watch } = looked(null, { sub: { type: 'busy' } }, []);
    expect(seeLast(watch, message(150, 'stop'), 0).reports.map(inWords)).toEqual(['ended: All done. (still: sub)']);
  });
});
