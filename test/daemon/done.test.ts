import { expect, test } from 'vitest';
import { DaemonHere } from '../kit/daemon-here.ts';

const said = { summary: 'It is done.', evidence: [] };
/** Counts its runs, and is red only while the work is bad: the target itself is sound. */
const counting = 'echo run >> "$STEPS/runs"; ! grep -qs bad work.txt';
/** The same, and says when it has begun; it ends when it is let. */
const holding = 'echo run >> "$STEPS/runs"; echo > "$STEPS/begun"; read -r _ < "$STEPS/check"; grep -q good work.txt';

const runs = (here: DaemonHere) => here.repo.read('steps/runs', here.repo.folder).split('\n').length - 1;

test('done again on the same work costs no round and no gate; on other work it is judged anew', async () => {
  await using here = await DaemonHere.open({ checks: { test: counting } });
  const id = await here.atWork();
  const agent = await here.agent(id);
  here.write(id, { 'work.txt': 'bad\n' });
  const first = await agent.request('agent/done', { request: 'request-1', ...said, waitMs: null });
  expect(first).toEqual({ outcome: 'red', text: expect.stringContaining('test') });
  await here.until((world) => world.sessions[id]?.round === 2);
  const judged = runs(here);

  // The same work under a new id, and a call that is repeated under its own.
  for (const request of ['request-2', 'request-1']) {
    expect(await agent.request('agent/done', { request, ...said, waitMs: null })).toEqual(first);
  }
  expect(runs(here)).toBe(judged);
  expect(here.session(id)).toMatchObject({ round: 2, reds: 1, state: 'working' });

  here.write(id, { 'work.txt': 'good\n' });
  const second = await agent.request('agent/done', { request: 'request-3', ...said, waitMs: null });
  expect(second.outcome).toBe('green');
  expect(runs(here)).toBe(judged + 1);
  expect(await here.reaches(id, 'ready')).toMatchObject({ round: 2, reds: 1 });
  expect(here.log).toEqual([]);
});

test('done with work that was changed after it was green does not call that green', async () => {
  await using here = await DaemonHere.open({ checks: { test: counting } });
  const id = await here.atWork();
  const agent = await here.agent(id);
  here.write(id, { 'work.txt': 'good\n' });
  const first = await agent.request('agent/done', { request: 'request-1', ...said, waitMs: null });
  expect(first.outcome).toBe('green');
  const { verdict } = await here.reaches(id, 'ready');
  expect(await agent.request('agent/done', { request: 'request-2', ...said, waitMs: null })).toEqual(first);
  here.write(id, { 'work.txt': 'bad\n' });
  expect(await agent.request('agent/done', { request: 'request-3', ...said, waitMs: null })).toEqual({
    outcome: 'red',
    text: expect.stringContaining('what you changed since is not judged'),
  });
  expect(here.session(id)).toMatchObject({ state: 'ready', verdict: { snapshot: verdict?.snapshot } });
  expect(here.repo.git(['rev-parse', `refs/signalbox/items/${id}/snap`])).toBe(verdict?.snapshot);
});

test('a call that waits takes what it waits for before it is known to wait no more', async () => {
  await using here = await DaemonHere.open({ checks: { test: '! test -e work.txt' } });
  const id = await here.atWork();
  const agent = await here.agent(id);
  const told: string[] = [];
  here.connection.onNotification((notification) => {
    if (notification.notify !== 'event') return;
    const { event } = notification.recorded;
    if (event.type === 'agent.waited') told.push(`waits: ${event.waiting}`);
    if (event.type === 'message.delivered') told.push(`delivered by ${event.by}`);
  });
  here.write(id, { 'work.txt': 'bad\n' });
  expect(await agent.request('agent/done', { request: 'request-1', ...said, waitMs: null })).toMatchObject({
    outcome: 'red',
  });
  const questions = [{ text: 'which?', options: [], default: null, blocking: true }];
  const asked = agent.request('agent/ask', { request: 'request-2', questions, wait: true });
  await here.reaches(id, 'asking');
  await here.connection.request('question/answer', { session: id, question: 1, text: 'this' });
  expect(await asked).toMatchObject({ answers: [{ text: 'this' }] });
  await here.until((world) => world.sessions[id]?.run?.waiting === false);
  const once = ['waits: true', 'delivered by wait', 'waits: false'];
  expect(told).toEqual([...once, ...once]);
});

test('done on the same work while the gate runs joins it', async () => {
  await using here = await DaemonHere.open({ checks: { test: holding }, steps: ['begun', 'check'] });
  const id = await here.atWork();
  const [agent, other] = [await here.agent(id), await here.agent(id)];
  here.write(id, { 'work.txt': 'good\n' });
  const first = agent.request('agent/done', { request: 'request-1', ...said, waitMs: null });
  await here.reached('begun');
  const early = await other.request('agent/done', { request: 'request-2', ...said, waitMs: 0 });
  expect(early).toMatchObject({ outcome: 'running', text: expect.stringContaining('signalbox inbox') });
  const second = other.request('agent/done', { request: 'request-3', ...said, waitMs: null });
  await here.release('check');
  expect(await Promise.all([first, second])).toEqual([
    { outcome: 'green', text: expect.any(String) },
    { outcome: 'green', text: expect.any(String) },
  ]);
  expect(runs(here)).toBe(1);
});

test('done on newer work while the gate runs starts it anew, and the newer work is judged', async () => {
  await using here = await DaemonHere.open({ checks: { test: holding }, steps: ['begun', 'check'] });
  const id = await here.atWork();
  const agent = await here.agent(id);
  here.write(id, { 'work.txt': 'bad\n' });
  expect(await agent.request('agent/done', { request: 'request-1', ...said, waitMs: 0 })).toMatchObject({
    outcome: 'running',
  });
  await here.reached('begun');
  here.write(id, { 'work.txt': 'good\n' });
  const newer = agent.request('agent/done', { request: 'request-2', ...said, waitMs: null });
  // The second run of the check begins only because the first was broken off.
  await here.reached('begun');
  await here.release('check');
  expect(await newer).toMatchObject({ outcome: 'green' });
  const { verdict } = await here.reaches(id, 'ready');
  expect(here.repo.git(['show', `${verdict?.candidate}:work.txt`])).toBe('good');
  expect(here.session(id)).toMatchObject({ round: 1, reds: 0 });
});

test('the verdict of a gate that nobody waited for is in the inbox, once', async () => {
  await using here = await DaemonHere.open({ checks: { test: counting } });
  const id = await here.atWork();
  const agent = await here.agent(id);
  here.write(id, { 'work.txt': 'bad\n' });
  const gone = await here.agent(id);
  const lost = gone.request('agent/done', { request: 'request-1', ...said, waitMs: null });
  gone.close();
  await expect(lost).rejects.toThrow('connection to the daemon was lost');
  const inbox = await agent.request('agent/inbox', { request: 'request-2', wait: true });
  expect(inbox.messages).toEqual([expect.stringContaining('test')]);
  const judged = runs(here);
  expect(await agent.request('agent/inbox', { request: 'request-3', wait: false })).toEqual({ messages: [] });
  expect(await agent.request('agent/inbox', { request: 'request-2', wait: false })).toEqual(inbox);
  expect(runs(here)).toBe(judged);
});

test('a gate that a stopped daemon left is run by the next one, and a waiting call repeated gets its verdict', async () => {
  await using here = await DaemonHere.open({ checks: { test: holding }, steps: ['begun', 'check'] });
  const id = await here.atWork();
  here.write(id, { 'work.txt': 'good\n' });
  const call = { request: 'request-1', ...said, waitMs: null };
  const lost = (await here.agent(id)).request('agent/done', call);
  lost.catch(() => undefined);
  await here.reached('begun');
  await here.restart();
  await expect(lost).rejects.toThrow('connection to the daemon was lost');
  const again = (await here.agent(id)).request('agent/done', call);
  await here.reached('begun');
  await here.release('check');
  expect(await again).toMatchObject({ outcome: 'green' });
  expect(here.session(id).history.filter(({ what }) => what === 'says it is done')).toHaveLength(1);
  expect(here.log).toEqual([]);
});
