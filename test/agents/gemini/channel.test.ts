import { afterEach, expect, test, vi } from 'vitest';
import { PlayedAgent } from './played-agent.ts';
import { conversationText, hookEvent } from './recorded.ts';

afterEach(() => void vi.useRealTimers());

/** Begins a turn as Gemini CLI does. */
async function begin(agent: PlayedAgent): Promise<void> {
  agent.says('');
  await agent.hook(hookEvent('SessionStart'));
  agent.title('working');
  await agent.hook(hookEvent('BeforeAgent'));
}

test('a turn begins, calls a tool and ends; the gate sends it on', async () => {
  using agent = new PlayedAgent();
  agent.title('ready');
  await begin(agent);
  await agent.hook(hookEvent('BeforeTool', 'run_shell_command'));
  agent.says(conversationText('answered'));
  agent.afterTurn = () => Promise.resolve('check failed:\nnpm test');
  expect(await agent.hook(hookEvent('AfterAgent'))).toEqual({ decision: 'block', reason: 'check failed:\nnpm test' });
  expect(agent.told).toEqual([
    'conversation',
    'working',
    'conversation',
    'prompted',
    'conversation',
    'working',
    'conversation',
    'turn-ended',
  ]);
  expect(agent.reports.at(-1)).toMatchObject({ held: true, words: expect.stringMatching(/^Tool said: /) });
  expect(agent.reports.at(5)).toMatchObject({ words: expect.stringMatching(/^Shell for i in/) });
});

test('a prompt that is told only after its turn has ended begins no other one', async () => {
  using agent = new PlayedAgent();
  agent.says(conversationText('answered'));
  const ended = hookEvent('AfterAgent');
  agent.afterTurn = () => Promise.resolve('check failed');
  const reply = agent.hook(ended);
  await agent.hook({ ...hookEvent('BeforeAgent'), timestamp: '2020-01-01T00:00:00.000Z' });
  expect(await reply).toEqual({ decision: 'block', reason: 'check failed' });
  expect(agent.told).not.toContain('prompted');
  expect(agent.told).toContain('turn-ended');
});

test('the title says Ready before the first prompt was taken: nothing rests yet', async () => {
  using agent = new PlayedAgent();
  agent.shows('80x24-ready');
  agent.title('ready');
  await begin(agent);
  agent.says(conversationText('answered'));
  expect(await agent.hook(hookEvent('AfterAgent'))).toBeNull();
  agent.title('ready');
  expect(await agent.reported('activity', 5)).toMatchObject({ activity: 'resting', rule: 'title "Ready"' });
  expect(agent.told.filter((kind) => kind === 'resting')).toHaveLength(1);
});

test('a first prompt that waits for MCP servers is still to come, however long they take', async () => {
  vi.useFakeTimers();
  using agent = new PlayedAgent();
  agent.shows(['ℹ Waiting for MCP servers to initialize... Slash commands are still available']);
  agent.title('ready');
  await vi.advanceTimersByTimeAsync(180_000);
  expect(agent.told).toEqual([]);
  agent.shows('80x24-ready');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(agent.told).toContain('resting');
});

test('a title of before the turn is none of its end, however long it has stood', async () => {
  vi.useFakeTimers();
  using agent = new PlayedAgent();
  agent.says('');
  agent.title('ready');
  await vi.advanceTimersByTimeAsync(30_000);
  await agent.hook(hookEvent('BeforeAgent'));
  await vi.advanceTimersByTimeAsync(1_500);
  agent.says(`{"type":"user","content":"do it"}\n{"type":"gemini","content":""}\n`);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(agent.told.filter((kind) => kind !== 'conversation')).toEqual(['prompted']);
});

test('a failure that looks like a success is a failure', async () => {
  using agent = new PlayedAgent();
  await begin(agent);
  agent.says(conversationText('failed'));
  expect(await agent.hook(hookEvent('AfterAgent'))).toBeNull();
  agent.title('ready');
  expect(await agent.reported('turn-failed')).toMatchObject({ reason: 'API error 400: scripted failure 400' });
  expect(agent.told).not.toContain('turn-ended');
});

test('a failure after which it goes on by itself is none', async () => {
  using agent = new PlayedAgent();
  await begin(agent);
  const lines = conversationText('nudged').split('\n');
  agent.says(
    lines
      .slice(
        0,
        lines.findIndex((line) => line.includes('"type":"info"')),
      )
      .join('\n'),
  );
  expect(await agent.hook(hookEvent('AfterAgent'))).toBeNull();
  agent.title('ready');
  agent.title('working');
  agent.says(conversationText('nudged'));
  expect(await agent.hook(hookEvent('AfterAgent'))).toBeNull();
  expect(agent.told.filter((kind) => kind === 'turn-failed' || kind === 'turn-ended')).toEqual(['turn-ended']);
});

test('a turn that is broken off in the terminal', async () => {
  using agent = new PlayedAgent();
  await begin(agent);
  agent.says(conversationText('cancelled'));
  agent.title('ready');
  await agent.reported('interrupted');
});

test('broken off while its end is held: nothing of ours reaches it any more', async () => {
  using agent = new PlayedAgent();
  await begin(agent);
  agent.says(conversationText('answered'));
  const left = Promise.withResolvers<void>();
  agent.afterTurn = (_, gone) =>
    new Promise((_resolve, reject) => {
      left.resolve();
      gone.addEventListener('abort', () => reject(gone.reason));
    });
  const reply = agent.hook(hookEvent('AfterAgent'));
  await left.promise;
  agent.says(`${conversationText('answered')}{"type":"info","content":"Request cancelled."}\n`);
  agent.title('ready');
  expect(await reply).toBeNull();
  await agent.reported('interrupted');
});

test('without hooks the title and the conversation end a turn, and an old title does not', async () => {
  using agent = new PlayedAgent();
  agent.says(`{"type":"user","content":"do it"}\n`);
  agent.title('ready');
  agent.reopen('working');
  agent.title('working');
  agent.says(`{"type":"user","content":"do it"}\n{"type":"gemini","content":"It is done."}\n`);
  agent.title('ready');
  expect(await agent.reported('turn-ended')).toMatchObject({ held: false, words: 'It is done.' });
});

test('the model is called again without having answered', async () => {
  using agent = new PlayedAgent();
  await begin(agent);
  agent.says(`{"type":"user","content":"do it"}\n`);
  await agent.hook({ hook_event_name: 'BeforeModel' });
  expect(agent.told).not.toContain('retrying');
  await agent.hook({ hook_event_name: 'BeforeModel' });
  expect(agent.reports.at(-1)).toMatchObject({ activity: 'retrying', words: 'no answer from the model, attempt 2' });
  agent.says(
    `{"type":"user","content":"do it"}\n{"type":"gemini","content":""}\n{"type":"user","content":[{"functionResponse":{}}]}\n`,
  );
  await agent.hook({ hook_event_name: 'BeforeModel' });
  expect(agent.told.filter((kind) => kind === 'retrying')).toHaveLength(1);
});

test('helper agents are named while they work', async () => {
  using agent = new PlayedAgent();
  await begin(agent);
  const call = { tool_name: 'invoke_agent', tool_input: { agent_name: 'tests' } };
  await agent.hook({ hook_event_name: 'BeforeTool', ...call });
  expect(await agent.reported('sub-work')).toMatchObject({ words: '1 agent: tests' });
  const before = agent.reports.length;
  await agent.hook({ hook_event_name: 'AfterTool', ...call });
  expect(await agent.reported('sub-work', before)).toMatchObject({ words: null });
});
