import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('a daemon killed while an agent works: the agent goes on, and its round is judged by the next daemon', async () => {
  await using house = await openHouse({
    checks: { greets: 'grep -q hello greeting.txt' },
    agents: {
      writer: `
        hold started
        echo hello > greeting.txt
        signalbox done --summary 'It greets.'`,
    },
  });
  const id = await house.start('say hello', { agent: 'writer' });
  const pid = await house.until('the agent alive', (world) => world.sessions[id]?.run?.pid);
  await house.killDaemon();
  // Nobody watches: its own command starts a daemon.
  await house.release('started');
  await house.connect();
  const ready = await house.reaches(id, 'ready');
  expect(ready).toMatchObject({ runs: 1, round: 1, summary: 'It greets.' });
  expect(ready.history.filter((entry) => entry.what === 'says it is done')).toHaveLength(1);
  expect(pid).toBeGreaterThan(1);
});

test('a daemon killed while a question is open: the answer still reaches the waiting agent, once', async () => {
  await using house = await openHouse({ agents: { asker: "signalbox ask --wait 'which?' > answer.txt" } });
  const id = await house.start('choose', { agent: 'asker' });
  await house.reaches(id, 'asking');
  await house.killDaemon();
  await house.connect();
  expect(house.session(id).questions).toHaveLength(1);
  expect((await house.cli('answer', String(id), 'this one')).status).toBe(0);
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('answer.txt', ready.worktree?.path)).toBe('this one\n');
  expect(ready.questions).toHaveLength(1);
});

test('a daemon killed during a check: the round is judged anew, and the agent that waits for it is told', async () => {
  await using house = await openHouse({
    // It holds in its first run only; the daemon dies in the middle of that.
    checks: { slow: 'test -e "$HOUSE_STEPS/seen" || { touch "$HOUSE_STEPS/seen"; reach check; hold never; }' },
    agents: {
      writer: `
        echo hello > greeting.txt
        signalbox done --summary 'It greets.' > "$HOUSE_STEPS/verdict"`,
    },
  });
  const id = await house.start('say hello', { agent: 'writer' });
  await house.reached('check');
  await house.killDaemon();
  await house.connect();
  const ready = await house.reaches(id, 'ready');
  await house.until('its process gone', (world) => world.sessions[id]?.run === null);
  expect(ready).toMatchObject({ round: 1, verdict: { kind: 'green' } });
  expect(house.repo.read('steps/verdict', house.repo.folder)).toContain('green: 1 check green');
});

test('a daemon killed right after an approval: it lands once', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e work.txt' },
    agents: { writer: 'echo work > work.txt' },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reaches(id, 'ready');
  const before = house.repo.git(['rev-parse', 'main']);
  expect((await house.cli('approve', '1')).status).toBe(0);
  await house.killDaemon();
  await house.connect();
  const landed = await house.reaches(id, 'landed');
  expect(house.repo.git(['rev-list', `${before}..main`])).toBe(landed.landed?.commit);
  expect(house.repo.git(['status', '--porcelain'])).toBe('');
});

test('an agent killed together with the daemon is found gone, said so, and resumed on request', async () => {
  await using house = await openHouse({
    agents: { writer: '[ -e begun ] || { touch begun; hold never; }' },
  });
  const id = await house.start('work', { agent: 'writer' });
  const pid = await house.until('the agent alive', (world) => world.sessions[id]?.run?.pid);
  await house.killDaemon();
  process.kill(pid, 'SIGKILL');
  await house.connect();
  const failed = await house.reaches(id, 'failed');
  expect(failed.reason).toMatch(/killed/);
  expect((await house.cli('resume', String(id), '--note', 'go on')).status).toBe(0);
  expect((await house.reaches(id, 'stuck', 'ready')).runs).toBe(2);
});
