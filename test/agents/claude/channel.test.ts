import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlayedClaude } from './link.ts';
import { curl, event, questions, taskNotification } from './payloads.ts';

let claude: PlayedClaude;
beforeEach(() => {
  claude = new PlayedClaude();
});
afterEach(() => claude.end());

const allowed = { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'allow' } } };

/** The registry says "waiting", and then not: again and again, because nothing tells when the first was read. */
async function stopWaiting(played: PlayedClaude): Promise<void> {
  while (!played.reports.some(({ kind }) => kind === 'dialog-closed')) {
    played.registry('waiting', { waitingFor: 'permission prompt' });
    await pause(100);
    played.registry('busy');
    await pause(300);
  }
}

async function inTurn(): Promise<void> {
  await claude.hook(event.started);
  await claude.hook(event.prompted('Make it'));
  claude.registry('busy');
}

describe('a turn', () => {
  test('goes from its start over tools to an end that is held, and rests when Claude Code says so', async () => {
    await inTurn();
    await claude.hook(event.before('Bash', { command: 'npm test' }));
    await claude.hook(event.after('Bash', { command: 'npm test' }));
    expect(await claude.hook(event.stop('All done.'))).toBeNull();
    expect(claude.activities).toEqual(['starting', 'working', 'working', 'working', 'held']);
    claude.registry('idle');
    expect(await claude.reported('turn-ended')).toMatchObject({ words: 'All done.', background: [], held: true });
    expect(await claude.reported('activity', ({ activity }) => activity === 'resting')).toMatchObject({
      rule: 'registry: idle',
    });
  });

  test('is not over before it has begun: a fresh session says "idle" until it takes its first prompt', async () => {
    claude.registry('idle');
    await claude.hook(event.started);
    claude.registry('busy');
    await claude.reported('activity', ({ activity }) => activity === 'working');
    expect(claude.activities).not.toContain('resting');
  });

  test('is sent on with our word', async () => {
    await inTurn();
    claude.afterTurn = (request) => Promise.resolve(`red for ${request}`);
    expect(await claude.hook(event.stop('done'), 'stop-1')).toEqual({ decision: 'block', reason: 'red for stop-1' });
    expect(claude.reports.at(-2)).toMatchObject({ kind: 'prompted', text: 'red for stop-1' });
    expect(claude.activities.at(-1)).toBe('working');
  });

  test('may end when its hook was ended with Escape', async () => {
    await inTurn();
    const gone = new AbortController();
    claude.afterTurn = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))));
    const stop = claude.hook(event.stop('done'), 'stop-1', gone.signal);
    await pause(20);
    claude.registry('idle');
    await pause(50);
    gone.abort();
    expect(await stop).toBeNull();
    expect(await claude.reported('activity', ({ activity }) => activity === 'resting')).toBeDefined();
  });

  test('with work in the background is not finished, and what wakes it is no word of the person', async () => {
    await inTurn();
    const shell = { id: 'x', type: 'shell', status: 'running', description: 'Wait a bit' };
    expect(await claude.hook(event.stop('waiting', [shell]))).toBeNull();
    expect(await claude.reported('turn-ended')).toMatchObject({ background: ['shell: Wait a bit'], held: false });
    // It keeps Claude Code busy, and the turn is over all the same.
    claude.registry('busy');
    claude.channel.seen({ kind: 'screen' });
    expect(claude.activities.at(-1)).toBe('background');
    await claude.hook(event.prompted(taskNotification));
    expect(claude.reports.findLast(({ kind }) => kind === 'prompted')).toMatchObject({ text: null });
    await claude.hook(event.stop('All done.'));
    expect(claude.reports.findLast(({ kind }) => kind === 'turn-ended')).toMatchObject({ background: [], held: true });
  });

  test('that is broken off is told by the registry alone', async () => {
    await inTurn();
    claude.registry('idle');
    await claude.reported('interrupted');
    expect(await claude.channel.interrupt()).toBe(false);
  });

  test('that was broken off while no daemon listened is told by the next one, with its error where it failed', async () => {
    await inTurn();
    claude.registry('idle');
    claude.reopen();
    expect(await claude.reported('interrupted')).toMatchObject({ rule: 'registry: idle, and its hook does not wait' });
    await claude.hook(event.prompted('Again'));
    const lines = ['● Please run /login · API Error: 403 forbidden', ...claude.screen.lines];
    claude.screen = { ...claude.screen, lines };
    claude.reopen();
    expect((await claude.reported('turn-failed')).reason).toBe('Please run /login · API Error: 403 forbidden');
  });

  test('that goes on under a later daemon is a turn for it', async () => {
    await inTurn();
    claude.reopen();
    claude.registry('idle');
    await claude.reported('interrupted');
  });

  test('that fails says why in words', async () => {
    await inTurn();
    await claude.hook(event.failed);
    expect((await claude.reported('turn-failed')).reason).toBe(
      "the rate limit of the account is reached: API Error: Request rejected (429) · This request would exceed your account's rate limit.",
    );
  });

  test('whose model does not answer is told by the screen', async () => {
    await inTurn();
    claude.screen = {
      ...claude.screen,
      lines: ['✻ 500 scripted · retrying in 3s · attempt 4/10', ...claude.screen.lines],
    };
    claude.channel.seen({ kind: 'screen' });
    expect(claude.reports.at(-1)).toMatchObject({ activity: 'retrying', words: '500 scripted, attempt 4 of 10' });
    claude.screen = { ...claude.screen, lines: claude.screen.lines.slice(1) };
    claude.channel.seen({ kind: 'screen' });
    expect(claude.activities.at(-1)).toBe('working');
  });
});

describe('helpers', () => {
  test('are one line, and say nothing about the turn', async () => {
    await inTurn();
    const before = claude.activities.length;
    await claude.hook(event.before('Agent', { description: 'tests', prompt: 'p' }));
    await claude.hook(event.before('Agent', { description: 'docs', prompt: 'p' }));
    await claude.hook(event.helperStarted('a1', 'general-purpose'));
    await claude.hook(event.helperStarted('a2', 'general-purpose'));
    const said = claude.activities.length;
    await claude.hook(event.before('Bash', curl, { agent_id: 'a1' }));
    await claude.hook(event.after('Bash', curl, { agent_id: 'a1' }));
    expect(claude.reports.at(-1)).toMatchObject({ kind: 'sub-work', words: '2 subagents: tests, docs' });
    expect(said).toBe(before + 2);
    expect(claude.activities.length).toBe(said);
    await claude.hook(event.helperEnded('a1'));
    expect(claude.reports.at(-1)).toMatchObject({ words: '1 subagent: docs' });
  });

  test('of a team that have nothing to do keep no turn from its end', async () => {
    await inTurn();
    const mate = { id: 't', type: 'teammate', status: 'running', description: 'tests' };
    await claude.hook(event.task('TaskCreated', '1'));
    await claude.hook(event.task('TaskCreated', '2'));
    await claude.hook(event.stop('waiting for alice', [mate]));
    expect(await claude.reported('turn-ended')).toMatchObject({ background: ['teammate: tests'], held: false });
    await claude.hook(event.task('TaskCompleted', '1'));
    await claude.hook(event.mateIdle('alice'));
    expect(claude.reports.at(-1)).toMatchObject({ kind: 'sub-work', words: 'tasks 1 of 2 done · idle: alice' });
    await claude.hook(event.stop('All done.', [mate]));
    expect(claude.reports.findLast(({ kind }) => kind === 'turn-ended')).toMatchObject({ held: true, background: [] });
  });
});

describe('a dialog', () => {
  test('is answered through the hook that waits for it', async () => {
    await inTurn();
    const reply = claude.hook(event.asks('Bash', curl), 'call-1');
    const opened = await claude.reported('dialog-opened');
    expect(opened).toMatchObject({ dialog: 'call-1', about: 'permission' });
    expect(await claude.channel.answer('call-1', ['Allow'])).toBe('answered');
    expect(await reply).toEqual(allowed);
    expect(await claude.channel.answer('call-1', ['Allow'])).toBe('gone');
    expect(claude.reports.map(({ kind }) => kind)).not.toContain('dialog-closed');
  });

  test('that was refused here, and allowed by a key a moment before, was answered in its terminal', async () => {
    await inTurn();
    void claude.hook(event.asks('Bash', curl), 'call-1');
    await claude.reported('dialog-opened');
    await claude.channel.answer('call-1', ['Deny']);
    await claude.hook(event.after('Bash', curl));
    expect(await claude.reported('dialog-closed')).toMatchObject({ dialog: 'call-1', by: 'terminal', overruled: true });
  });

  test('is the same in a later daemon, and its hook is not let go of meanwhile', async () => {
    await inTurn();
    const socket = new AbortController();
    void claude.hook(event.asks('AskUserQuestion', { questions }), 'call-1', socket.signal);
    await claude.reported('dialog-opened');
    claude.reopen();
    socket.abort();
    expect(claude.reports.map(({ kind }) => kind)).not.toContain('dialog-closed');
    claude.registry('waiting', { waitingFor: 'input needed' });
    const reply = claude.hook(event.asks('AskUserQuestion', { questions }), 'call-1');
    expect(claude.reports.filter(({ kind }) => kind === 'dialog-opened')).toHaveLength(2);
    await claude.channel.answer('call-1', ['DuckDB', 'Alpha, Beta']);
    expect(await reply).toMatchObject({
      hookSpecificOutput: {
        decision: { updatedInput: { answers: { 'Which database?': 'DuckDB', 'Which features?': 'Alpha, Beta' } } },
      },
    });
  });

  test.each([
    ['Escape ends its hook', () => undefined, true],
    ['its tool has run', () => void claude.hook(event.after('Bash', curl)), false],
    ['the registry does not wait any more', () => void stopWaiting(claude), false],
    ['the turn has ended', () => void claude.hook(event.stop('done')), false],
  ])('that is answered by key is closed: %s', async (_, byKey, ended) => {
    await inTurn();
    const gone = new AbortController();
    const reply = claude.hook(event.asks('Bash', curl), 'call-1', gone.signal);
    if (ended) gone.abort();
    byKey();
    expect(await claude.reported('dialog-closed')).toMatchObject({ dialog: 'call-1', by: 'terminal' });
    expect(await reply).toBeNull();
    expect(await claude.channel.answer('call-1', ['Allow'])).toBe('gone');
  });

  test('stays open when another call has run', async () => {
    await inTurn();
    void claude.hook(event.asks('Bash', curl), 'call-1');
    void claude.hook(event.asks('Bash', { command: 'wget x' }, { agent_id: 'a1', agent_type: 'docs' }), 'call-2');
    await claude.hook(event.after('Read', { file_path: '/home/dev/acme/a.ts' }));
    await claude.hook(event.after('Bash', { command: 'ls' }));
    await claude.hook(event.after('Bash', { command: 'wget x' }, { agent_id: 'a1' }));
    expect(claude.reports.filter(({ kind }) => kind === 'dialog-closed')).toMatchObject([{ dialog: 'call-2' }]);
    expect(await claude.channel.answer('call-1', ['Allow'])).toBe('answered');
  });

  test('that no hook holds is one for its terminal', async () => {
    await inTurn();
    claude.screen = { ...claude.screen, lines: [' Do you want to proceed?', ' ❯ 1. Yes'] };
    claude.registry('waiting', { waitingFor: 'permission prompt' });
    const opened = await claude.reported('dialog-opened');
    expect(opened).toMatchObject({ about: 'menu', rule: 'registry: waiting' });
    expect(opened.questions).toMatchObject([
      { text: 'Claude Code waits in its terminal: permission prompt', detail: ' Do you want to proceed?\n ❯ 1. Yes' },
    ]);
    expect(await claude.channel.answer(opened.dialog, ['1'])).toBe('gone');
    claude.registry('busy');
    await claude.reported('dialog-closed');
  });

  test('whose hook comes late is one dialog, and none once it is answered', async () => {
    await inTurn();
    claude.registry('waiting', { waitingFor: 'permission prompt' });
    const menu = await claude.reported('dialog-opened');
    const reply = claude.hook(event.asks('Bash', curl), 'call-1');
    expect(await claude.reported('dialog-closed')).toMatchObject({ dialog: menu.dialog, rule: 'its hook has come' });
    await claude.channel.answer('call-1', ['Allow']);
    expect(await reply).toEqual(allowed);
    // A later look, after the time that a dialog without a hook is given.
    claude.registry('waiting', { waitingFor: 'permission prompt' });
    await pause(1_500);
    expect(claude.reports.filter(({ kind }) => kind === 'dialog-opened')).toHaveLength(2);
  });

  test('before the first prompt is found on the screen, and is the person’s', async () => {
    claude.screen = {
      ...claude.screen,
      lines: [' ❯ No, exit', '   Yes, I trust this folder', ' Enter to confirm · Esc to cancel'],
    };
    claude.channel.seen({ kind: 'screen' });
    expect(await claude.reported('dialog-opened')).toMatchObject({
      about: 'menu',
      questions: [{ text: 'Claude Code asks whether to trust this folder', options: [], freeText: false }],
    });
    await claude.hook(event.started);
    await claude.reported('dialog-closed');
    expect(claude.typed).toEqual([]);
  });
});
