import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, test } from 'vitest';
import type { ZodType } from 'zod';
import type { CallDaemon } from '../../src/cli/agent/mcp/tool.ts';
import { tools } from '../../src/cli/agent/mcp/tools.ts';
import { type Places, placesOf, sessionSocket } from '../../src/wire/places.ts';
import { agentRequests } from '../../src/wire/agent-requests.ts';
import type { AgentRequestName, Result } from '../../src/wire/requests.ts';
import { DaemonHere } from '../kit/daemon-here.ts';
import { openHouse } from '../kit/house.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');

/** What the agent of a session has in its environment, as far as our commands need it. */
function sessionEnv(places: Places, id: number): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    SIGNALBOX_HOME: places.home,
    SIGNALBOX_SESSION: sessionSocket(places, id),
  };
}

/** An MCP client beside a session's agent; closed at the end of the scope. */
class Agent implements AsyncDisposable {
  readonly client = new Client({ name: 'agent', version: '1' });

  static async open(places: Places, id: number, ...flags: string[]): Promise<Agent> {
    const agent = new Agent();
    const wire = { command: process.execPath, args: [launcher, 'mcp', ...flags], env: sessionEnv(places, id) };
    await agent.client.connect(new StdioClientTransport(wire));
    return agent;
  }

  /** What a tool says; an error with `error: ` before it. */
  async call(name: string, input: Record<string, unknown> = {}): Promise<string> {
    const { content, isError } = await this.client.callTool({ name, arguments: input });
    const [first] = content;
    return `${isError === true ? 'error: ' : ''}${first?.type === 'text' ? first.text : ''}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}

test('the agent of a lead has one tool more, and proposes with it; nobody else may', async () => {
  await using here = await DaemonHere.open();
  const input = { title: 'one', prompt: 'Bound the queue at 1000 entries.', scope: ['src/**'] };
  const other = await here.atWork();
  await using stranger = await Agent.open(here.places, other, '--lead');
  expect(await stranger.call('propose', { tasks: [input] })).toMatch(/^error: this session is no lead/);
  const id = await here.lead();
  await using agent = await Agent.open(here.places, id, '--lead');
  const { tools: offered } = await agent.client.listTools();
  expect(offered.at(-1)?.name).toBe('propose');
  const said = await agent.call('propose', { tasks: [input, { ...input, title: 'two', after: ['one'] }] });
  expect(said).toMatch(/^proposal 1: one\n[^]*proposal 2: two[^]*A person decides/);
  expect(here.session(id).proposals.map(({ afterProposals }) => afterProposals)).toEqual([[], [1]]);
});

test('an agent asks several things at once, and takes the answers once', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  await using agent = await Agent.open(here.places, id);
  const { tools: offered } = await agent.client.listTools();
  const jobs = ['job_start', 'job_list', 'job_log', 'job_stop'];
  expect(offered.map((tool) => tool.name)).toEqual(['ask', 'done', 'blocked', 'progress', 'inbox', ...jobs]);

  const questions = [{ text: 'tabs or spaces?', options: ['tabs', 'spaces'], default: 'tabs' }, { text: 'how wide?' }];
  expect(await agent.call('ask', { questions })).toMatch(/^queued \(#1, #2\); .* end your turn .* next message$/);
  expect(await agent.call('ask', { questions: [{ text: 'a name?', blocking: false }] })).toMatch(
    /^queued \(#3\); go on/,
  );
  expect(here.session(id).questions).toMatchObject([
    { text: 'tabs or spaces?', options: ['tabs', 'spaces'], default: 'tabs', blocking: true },
    { text: 'how wide?', options: [], default: null, blocking: true },
    { text: 'a name?', blocking: false },
  ]);
  for (const [number, answer] of ['spaces', '2', 'x'].entries()) {
    await here.connection.request('question/answer', { session: id, question: number + 1, text: answer });
  }
  const taken = await agent.call('inbox');
  expect(taken).toContain('tabs or spaces?\n-> spaces');
  expect(taken).toContain('how wide?\n-> 2');
  expect(await agent.call('inbox')).toBe('nothing new');
});

test('done brings what is red, then green; what is over is refused as a readable error', async () => {
  // Green on the target: what is red there is no fault of the work.
  await using here = await DaemonHere.open({ checks: { test: 'test ! -e other || test -e good' } });
  const id = await here.atWork();
  await using agent = await Agent.open(here.places, id);
  here.write(id, { other: 'x\n' });
  expect(await agent.call('done', { summary: 'a first try' })).toMatch(
    /^red: check failed: test \(exit status 1\)[^]*Repair/,
  );
  here.write(id, { good: 'x\n' });
  expect(await agent.call('done', { summary: 'better', evidence: ['good'] })).toMatch(
    /^green: 1 check green\n.*end your turn/,
  );
  expect(here.session(id)).toMatchObject({
    state: 'ready',
    summary: 'better',
    evidence: [{ name: 'good', kind: 'text' }],
    reds: 1,
  });
  expect(await agent.call('ask', { questions: [{ text: 'and now?' }] })).toBe(
    'error: this session is ready: its round is over: end here',
  );
});

test('two calls at once, words for the tile, and a report that it cannot go on', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  await using agent = await Agent.open(here.places, id);
  const asked = agent.call('ask', { questions: [{ text: 'one?', blocking: false }] });
  const shown = agent.call('progress', { text: 'half way' });
  expect([await asked, await shown]).toEqual([expect.stringMatching(/^queued/), 'shown']);
  expect(here.session(id)).toMatchObject({ progress: 'half way', questions: [{ text: 'one?' }] });
  expect(await agent.call('blocked', { reason: 'no access to the database' })).toMatch(/^noted/);
  expect(here.session(id)).toMatchObject({ state: 'stuck', reason: 'no access to the database' });
});

test('the daemon is killed under it: the next call starts it again and acts once', async () => {
  await using house = await openHouse({ agents: { stays: 'hold end' } });
  const id = await house.start('work', { agent: 'stays' });
  await house.until('the agent alive', (world) => world.sessions[id]?.run?.phase === 'alive');
  await using agent = await Agent.open(placesOf(house.env), id);
  expect(await agent.call('progress', { text: 'before' })).toBe('shown');
  await house.killDaemon();
  expect(await agent.call('ask', { questions: [{ text: 'still there?' }] })).toMatch(/^queued \(#1\)/);
  await house.connect();
  expect(house.session(id).questions).toMatchObject([{ text: 'still there?' }]);
  const gone = house.cli('daemon', 'restart');
  expect(await agent.call('progress', { text: 'after' })).toBe('shown');
  expect((await gone).status).toBe(0);
  await house.connect();
  expect(house.session(id).progress).toBe('after');
});

test('nonsense is answered or passed over, and it ends when its input is closed', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  {
    await using agent = await Agent.open(here.places, id);
    expect(await agent.call('ask', { questions: [] })).toMatch(/^error: .*questions/);
    expect(await agent.call('ask', { questions: [{ text: '  ' }] })).toMatch(/^error: .*text/);
    expect(await agent.call('done')).toMatch(/^error: .*summary/);
    await expect(agent.call('approve')).rejects.toThrow(/approve/);
    expect(await agent.call('progress', { text: 'still here' })).toBe('shown');
  }
  const child = spawn(process.execPath, [launcher, 'mcp'], { env: sessionEnv(here.places, id) });
  const printed = text(child.stdout);
  const noise = text(child.stderr);
  child.stdin.write('no json\n{"jsonrpc":"2.0"}\n[]\n\u0000\u00ff\n\n');
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'ping' })}\n`);
  await once(child.stdout, 'readable');
  child.stdin.end();
  await once(child, 'close');
  expect(child.exitCode).toBe(0);
  expect(await printed).toContain('"id":7');
  expect(await noise).not.toContain('    at ');
});

test('outside of a session it says so in one sentence', async () => {
  const env = { PATH: process.env['PATH'] ?? '', SIGNALBOX_HOME: '/nonexistent' };
  const refused = spawnSync(process.execPath, [launcher, 'mcp'], { env, encoding: 'utf8' });
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^signalbox: mcp serves an agent inside a session[^\n]*\n$/);
  // With its input closed at once, and nobody on the socket.
  const nobody = { ...env, SIGNALBOX_SESSION: '/nonexistent/s-1.sock' };
  const ended = spawnSync(process.execPath, [launcher, 'mcp'], { env: nobody, encoding: 'utf8', input: '' });
  expect(ended).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

test('a gate that takes longer than a call may is left to the next message', async () => {
  const results: { [N in AgentRequestName]: { result: ZodType<Result<N>> } } = agentRequests;
  const waits: (number | null)[] = [];
  const slow: CallDaemon = (name, params) => {
    waits.push(agentRequests['agent/done'].params.parse(params('request-1')).waitMs);
    return Promise.resolve(results[name].result.parse({ outcome: 'running', text: '' }));
  };
  const done = tools.find((tool) => tool.name === 'done');
  expect(await done?.run({ summary: 'x' }, slow)).toMatch(/^running: .* End your turn: their verdict arrives/);
  // Less than the 60 s after which the first client cuts a call off, with room for a daemon that comes back.
  expect(waits).toEqual([45_000]);
});
