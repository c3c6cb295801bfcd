import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { agentSchema } from '../../../src/core/model/config.ts';
import type { AgentLink } from '../../../src/agents/adapter.ts';
import { OpencodeChannel } from '../../../src/agents/opencode/channel.ts';
import { firstMessageFile, serverFile, toldFile } from '../../../src/agents/opencode/run-files.ts';
import { newIds, send } from '../../../src/agents/opencode/prompts/send.ts';
import { OpencodeServer } from '../../../src/agents/opencode/server.ts';
import type { Report } from '../../../src/core/model/report.ts';
import { openDialogs } from '../../../src/core/model/session.ts';
import { Story } from '../../core/worlds.ts';
import { inWords } from './replay.ts';
import { Served } from './served.ts';

const ours = 'ses_ours';
const leftovers: (() => void)[] = [];
afterEach(() => {
  for (const leave of leftovers.splice(0)) leave();
});

/** A session in a real world, with a run folder, that speaks with a server. */
function place(served: Served, conversation: string | null = ours) {
  const runDir = mkdtempSync(join(tmpdir(), 'signalbox-opencode-'));
  leftovers.push(() => rmSync(runDir, { recursive: true, force: true }));
  const story = new Story();
  const id = story.task();
  story.atWork(id, 'any time');
  const reports: Report[] = [];
  const server = { port: served.port, password: served.password, startedAt: 1000, conversation };
  serverFile.write(runDir, server);
  const open = (closed = new AbortController()) => {
    const link: AgentLink = {
      run: 1,
      runDir,
      stateDir: runDir,
      worktree: '/w/1',
      repository: '/r',
      env: {},
      options: agentSchema.parse({}),
      pid: 1,
      session: () => story.session(id),
      report: (report) => {
        reports.push(report);
        story.reported(id, report);
        served.looked();
      },
      afterTurn: () => Promise.resolve(null),
      screen: { lines: () => [], title: () => '', bracketedPaste: () => false, cursor: () => ({ row: 0, column: 0 }) },
      type: () => false,
      now: () => 1_795_880_638_694,
      log: () => {},
      closed: closed.signal,
    };
    const channel = new OpencodeChannel(link, server);
    leftovers.push(() => channel.close());
    return channel;
  };
  return { story, id, reports, runDir, open, session: () => story.session(id) };
}

const said = (reports: readonly Report[]) => reports.map(inWords);
const conversation = { id: ours, title: 'ours', time: { created: 2000 } };
const permission = (id: string, command: string) => ({
  id,
  sessionID: ours,
  permission: 'bash',
  patterns: [command],
  metadata: { command },
  always: [],
});

/** A server on which prompts become messages; several parts of one id are one. */
function keepsMessages(served: Served): Map<string, string> {
  const messages = new Map<string, string>();
  served.answers.set(`POST /session/${ours}/prompt_async`, (body) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { messageID, parts } = body as { messageID: string; parts: [{ id: string; text: string }] };
    messages.set(`${messageID} ${parts[0].id}`, parts[0].text);
    served.answers.set(`GET /session/${ours}/message/${messageID}`, () => ({}));
    return null;
  });
  const old = { id: 'msg_0', sessionID: ours, role: 'user', time: { created: 1 } };
  served.answers.set(`GET /session/${ours}/message`, () => [{ info: old, parts: [] }]);
  served.answers.set('GET /session', () => [conversation]);
  served.answers.set('GET /session/status', () => ({ [ours]: { type: 'busy' } }));
  return messages;
}

const prompts = (served: Served) => served.asked.filter(({ what }) => what.endsWith('/prompt_async'));

test('a request that the starting server never answers is given up, and the next one gets through', async () => {
  await using served = await Served.start();
  served.silent = 2;
  keepsMessages(served);
  const { open, reports } = place(served);
  open();
  await served.until(() => said(reports).includes('working'));
  expect(served.silent).toBe(0);
});

test('what a resumed conversation is told arrives once, also where the daemon died after it was sent', async () => {
  await using served = await Served.start();
  const messages = keepsMessages(served);
  const { open, reports, runDir } = place(served);
  firstMessageFile.write(runDir, { text: 'not so:\n\n"again"', ids: null, sent: false });
  const first = open();
  await served.until(() => firstMessageFile.read(runDir)?.sent === true && said(reports).includes('working'));
  first.close();
  expect([...messages.values()]).toEqual(['not so:\n\n"again"']);
  const { ids } = firstMessageFile.read(runDir) ?? {};
  expect(ids).toMatchObject({ message: expect.stringMatching(/^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/) });

  // As a daemon leaves it that is killed between the sending and its note.
  firstMessageFile.write(runDir, { text: 'not so:\n\n"again"', ids: ids ?? null, sent: false });
  reports.length = 0;
  open();
  await served.until(() => firstMessageFile.read(runDir)?.sent === true && said(reports).includes('working'));
  expect(prompts(served)).toHaveLength(1);
});

test('a message is only taken for delivered when it is there', async () => {
  await using served = await Served.start();
  const messages = keepsMessages(served);
  const { open, reports } = place(served);
  const channel = open();
  expect(await channel.deliver('too early')).toBe('later');
  await served.until(() => said(reports).includes('working'));
  await served.until(() => served.listeners === 1);
  expect(await delivered(channel, 'line 1\nline 2')).toBe('delivered');
  expect([...messages.values()]).toEqual(['line 1\nline 2']);

  served.answers.set(`POST /session/${ours}/prompt_async`, () => null);
  const closed = new AbortController().signal;
  const server = new OpencodeServer({ port: served.port, password: served.password }, closed);
  const sending = { server, conversation: ours, closed, patienceMs: 250, given: () => {}, log: () => {} };
  expect(await send(sending, newIds(1), 'lost')).toBe('unconfirmed');
});

/** Tries until the channel is connected. */
async function delivered(channel: OpencodeChannel, text: string): Promise<string> {
  for (;;) {
    const outcome = await channel.deliver(text);
    if (outcome !== 'later') return outcome;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a permission is answered in place; one that somebody was quicker with is gone', async () => {
  await using served = await Served.start();
  keepsMessages(served);
  served.answers.set('GET /permission', () => [permission('per_1', 'make'), permission('per_2', 'ls')]);
  served.answers.set('POST /permission/per_1/reply', () => true);
  const { open, session, reports } = place(served);
  const channel = open();
  await served.until(() => openDialogs(session()).length === 2);
  expect(await channel.answer('per_1', ['Allow once'])).toBe('answered');
  expect(served.asked.at(-1)).toEqual({ what: 'POST /permission/per_1/reply', body: { reply: 'once' } });
  served.say('permission.replied', { sessionID: ours, requestID: 'per_1', reply: 'once' });
  served.say('permission.replied', { sessionID: ours, requestID: 'per_2', reply: 'once' });
  await served.until(() => openDialogs(session()).length === 1);
  expect(reports.filter((report) => report.kind === 'dialog-closed').map((report) => report.dialog)).toEqual(['per_2']);
  expect(await channel.answer('per_2', ['Allow once'])).toBe('gone');
  expect(await channel.answer('per_3', ['Allow once'])).toBe('gone');
});

test('what happens while nobody listens is made up for at the next connection', async () => {
  await using served = await Served.start();
  keepsMessages(served);
  served.answers.set('GET /permission', () => [permission('per_1', 'make')]);
  const { open, session, reports, runDir } = place(served);
  open();
  await served.until(() => openDialogs(session()).length === 1);
  served.answers.set('GET /permission', () => []);
  served.answers.set('GET /session/status', () => ({}));
  const info = {
    id: 'msg_9',
    sessionID: ours,
    role: 'assistant',
    finish: 'stop',
    time: { created: 3000, completed: 1 },
  };
  const part = { type: 'text', text: 'All done.', messageID: 'msg_9', sessionID: ours };
  served.answers.set(`GET /session/${ours}/message`, () => [{ info, parts: [part] }]);
  served.dropStreams();
  await served.until(() => said(reports).includes('ended: All done.'));
  expect(said(reports)).toContain('closed by the terminal');
  expect(toldFile.read(runDir)).toEqual({ message: 'msg_9' });
  // A later daemon does not tell it again.
  reports.length = 0;
  open();
  await served.until(() => said(reports).includes('resting'));
  expect(said(reports).filter((line) => line.startsWith('ended'))).toEqual([]);
});

test('a refusal that takes other requests along does not leave the agent at rest', async () => {
  await using served = await Served.start();
  const messages = keepsMessages(served);
  served.answers.set('GET /permission', () => [permission('per_1', 'make'), permission('per_2', 'ls')]);
  served.answers.set('POST /permission/per_1/reply', () => true);
  const time = { created: 3000, completed: 3001 };
  const info = { id: 'msg_9', sessionID: ours, role: 'assistant', finish: 'tool-calls', time };
  served.answers.set(`GET /session/${ours}/message`, () => [{ info, parts: [] }]);
  const { open, session, reports } = place(served);
  const channel = open();
  await served.until(() => openDialogs(session()).length === 2);
  expect(await channel.answer('per_1', ['use ninja'])).toBe('answered');
  served.say('permission.replied', { sessionID: ours, requestID: 'per_2', reply: 'reject' });
  served.say('session.status', { sessionID: ours, status: { type: 'idle' } });
  await served.until(() => messages.size === 1);
  expect([...messages.values()][0]).toMatch(/^use ninja\n\n\(What else waited/);
  expect(said(reports)).toContain('closed by the agent');
  expect(said(reports)).not.toContain('interrupted');
});

test('a dialog of a turn that was broken off is taken off the screen', async () => {
  await using served = await Served.start();
  keepsMessages(served);
  const { open, reports } = place(served);
  const question = { id: 'que_1', sessionID: ours, questions: [{ question: 'Which?', options: [] }] };
  served.answers.set('GET /question', () => [question]);
  served.answers.set(`POST /session/${ours}/abort`, () => true);
  served.answers.set('POST /question/que_1/reject', () => true);
  const channel = open();
  await served.until(() => said(reports).includes('question: Which?'));
  await served.until(() => said(reports).includes('working'));
  while (!(await channel.interrupt())) await new Promise((resolve) => setImmediate(resolve));
  served.say('session.status', { sessionID: ours, status: { type: 'idle' } });
  await served.until(() => served.asked.some(({ what }) => what === 'POST /question/que_1/reject'));
});

test('a prompt that is left unanswered, as one that comes while a turn ends, is given again as the same message', async () => {
  await using served = await Served.start();
  const messages = keepsMessages(served);
  const { open, reports } = place(served);
  const channel = open();
  await served.until(() => said(reports).includes('working'));
  expect(await delivered(channel, 'go on')).toBe('delivered');
  const id = [...messages.keys()][0]?.split(' ')[0] ?? '';
  const message = (role: string) => [{ info: { id, sessionID: ours, role, time: { created: 3000 } }, parts: [] }];
  served.answers.set('GET /session/status', () => ({}));
  served.answers.set(`GET /session/${ours}/message`, () => message('user'));
  await served.until(() => prompts(served).length === 2);
  expect(messages.size).toBe(1);
  expect(prompts(served)[1]).toEqual(prompts(served)[0]);
});

test('a broken-off turn, which comes to rest twice, is told once and only when it is over', async () => {
  await using served = await Served.start();
  keepsMessages(served);
  const error = { name: 'MessageAbortedError', data: { message: 'Aborted' } };
  const message = (parts: object) => [
    { info: { id: 'msg_9', sessionID: ours, role: 'assistant', time: { created: 3000 }, ...parts }, parts: [] },
  ];
  served.answers.set(`GET /session/${ours}/message`, () => message({}));
  const { open, reports } = place(served);
  const channel = open();
  await served.until(() => said(reports).includes('working'));
  served.answers.set(`POST /session/${ours}/abort`, () => true);
  while (!(await channel.interrupt())) await new Promise((resolve) => setImmediate(resolve));
  const reads = () => served.asked.filter(({ what }) => what === `GET /session/${ours}/message`).length;
  served.say('session.error', { sessionID: ours, error });
  served.say('session.status', { sessionID: ours, status: { type: 'idle' } });
  await served.until(() => reads() > 0);
  expect(said(reports)).not.toContain('interrupted');
  served.say('session.status', { sessionID: ours, status: { type: 'idle' } });
  served.answers.set(`GET /session/${ours}/message`, () => message({ error }));
  await served.until(() => said(reports).includes('interrupted'));
  // What comes after shows that nothing else was said of it.
  served.say('session.status', { sessionID: ours, status: { type: 'busy' } });
  await served.until(() => said(reports).at(-1) === 'working');
  expect(said(reports).slice(-2)).toEqual(['interrupted', 'working']);
});

test('its files are for this user alone', async () => {
  await using served = await Served.start();
  const { runDir } = place(served);
  expect(statSync(join(runDir, 'opencode-server.json')).mode & 0o777).toBe(0o600);
});
