import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';

const agents = {
  writer: 'echo "$SIGNALBOX_PROMPT" | head -1 >> greeting.txt; echo x > ignored.log; signalbox done --summary done',
  worker: 'echo half >> half.txt; git add half.txt; git commit -qm half; echo more > more.txt; reach begun; hold never',
};
const files = { '.gitignore': '*.log\n', 'a.txt': 'a\n' };

async function landed(house: House): Promise<number> {
  const id = await house.start('greet', { agent: 'writer' });
  await house.reaches(id, 'ready');
  await house.cli('approve', String(id));
  await house.reaches(id, 'landed');
  await house.until('its process to be gone', (world) => world.sessions[id]?.run === null);
  return id;
}

async function discarded(house: House): Promise<number> {
  const id = await house.start('half', { agent: 'worker' });
  await house.reached('begun');
  await house.cli('discard', String(id));
  await house.until('its process to be gone', (world) => world.sessions[id]?.run === null);
  return id;
}

test('what landed and was discarded is cleaned up, with its size, and what did not land comes back', async () => {
  await using house = await openHouse({ checks: { there: 'true' }, agents, files });
  const [one, two] = [await landed(house), await discarded(house)];
  const worktree = house.session(two).worktree?.path ?? '';
  const branch = house.session(two).worktree?.branch ?? '';
  await house.until('both to be measured', (world) => [one, two].every((id) => world.sessions[id]?.diskBytes !== null));
  expect((await house.cli('doctor')).stdout).toMatch(/KB lie in 2 worktrees of work that landed or was discarded/);
  expect((await house.cli('clean', '--dry-run')).stdout).toContain(`would be removed: #${two} ${worktree}`);
  expect(existsSync(worktree)).toBe(true);

  const cleaned = await house.cli('clean', '--json');
  expect(cleaned.status).toBe(0);
  const result = JSON.parse(cleaned.stdout);
  expect(result).toMatchObject({
    removed: 3,
    cleaned: [
      { session: one, what: 'worktree', outcome: 'removed', kept: null, branch: null },
      { session: two, what: 'worktree', outcome: 'removed', kept: `refs/signalbox/kept/${two}`, branch: null },
      { session: null, what: 'gate', outcome: 'removed' },
    ],
  });
  expect(result.bytes).toBeGreaterThan(10_000);
  expect([existsSync(worktree), house.session(one).worktree, house.session(two).worktree]).toEqual([false, null, null]);
  expect(house.repo.git(['worktree', 'list', '--porcelain']).match(/^worktree/gm)).toHaveLength(1);
  expect(house.repo.git(['branch', '--list', 'signalbox/*'])).toBe('');
  expect((await house.cli('clean')).stdout).toBe('nothing to clean up\n');

  expect((await house.cli('list', '--discarded')).stdout).toMatch(/#2 +discarded +half .*refs\/signalbox\/kept\/2/);
  expect((await house.cli('restore', '1')).stderr).toContain('#1 has landed');
  expect((await house.cli('restore', '2')).stdout).toBe(
    `restored #2 on ${branch}: ${worktree}\ngo on with it: signalbox resume 2\n`,
  );
  expect(house.session(two).state).toBe('stopped');
  expect(house.repo.git(['status', '--porcelain'], worktree)).toBe('?? more.txt');
  expect(house.repo.git(['log', '-1', '--format=%s'], worktree)).toBe('half');
  expect((await house.cli('resume', '2')).status).toBe(0);
  await house.reached('begun');
  expect(house.session(two).state).toBe('working');
  expect((await house.cli('clean', '2')).stdout).toContain('#2 is working: stop or discard it first');
});

test('what was changed after the landing is named and stays; a process in a worktree keeps it', async () => {
  await using house = await openHouse({ checks: { there: 'true' }, agents, files });
  const id = await landed(house);
  const worktree = house.session(id).worktree?.path ?? '';
  const inside = spawn('sleep', ['1000'], { cwd: worktree });
  await once(inside, 'spawn');
  expect((await house.cli('clean')).stdout).toContain(
    `a process works in the worktree of #1: sleep, pid ${inside.pid}`,
  );
  inside.kill('SIGKILL');
  await once(inside, 'exit');
  house.repo.write({ 'greeting.txt': 'later\n', 'later.txt': 'l\n' }, worktree);
  const refused = await house.cli('clean', '1');
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain(
    '2 files changed since it landed, not included: greeting.txt, later.txt; --keep-backup to clean all the same',
  );
  expect(house.repo.read('later.txt', worktree)).toBe('l\n');
  expect((await house.cli('clean', '1', '--keep-backup')).status).toBe(0);
  expect(house.repo.git(['show', 'refs/signalbox/kept/1:later.txt'])).toBe('l');
  expect((await house.cli('restore', '1')).stderr).toContain('refs/signalbox/kept/1');
});

test('a stopped session is cleaned when it is named, and goes on from what was kept when it is resumed', async () => {
  await using house = await openHouse({ agents, files, config: 'setup: [echo set >> set-up.log]' });
  const id = await house.start('half', { agent: 'worker' });
  await house.reached('begun');
  await house.cli('stop', '1');
  await house.until('its process to be gone', (world) => world.sessions[id]?.run === null);
  const worktree = house.session(id).worktree?.path ?? '';
  expect((await house.cli('clean')).stdout).toBe('nothing to clean up\n');
  expect((await house.cli('clean', '1')).status).toBe(0);
  expect(existsSync(worktree)).toBe(false);
  expect((await house.cli('resume', '1')).status).toBe(0);
  await house.reached('begun');
  expect(house.session(id).worktree?.path).toBe(worktree);
  expect(house.repo.git(['log', '--format=%s', '-2'], worktree)).toBe('half\nhalf');
  expect(house.repo.read('set-up.log', worktree)).toBe('set\n');
});

test('a discarded session whose worktree is still there is only put back; without work there is nothing to restore', async () => {
  await using house = await openHouse({ agents: { ...agents, idle: 'reach begun; hold never' }, files });
  const id = await discarded(house);
  expect(JSON.parse((await house.cli('list', '--discarded', '--json')).stdout)).toMatchObject([{ id, kept: null }]);
  expect((await house.cli('restore', String(id))).status).toBe(0);
  expect(house.session(id)).toMatchObject({ state: 'stopped', prepared: true });
  const idle = await house.start('nothing', { agent: 'idle' });
  await house.reached('begun');
  await house.cli('discard', String(idle));
  await house.until('its process to be gone', (world) => world.sessions[idle]?.run === null);
  await house.cli('clean');
  expect((await house.cli('restore', String(idle))).stderr).toContain('it had no work that had not landed');
});

test('a worktree deleted by hand, and logs, are cleaned up; evidence stays', async () => {
  await using house = await openHouse({ agents, files });
  const id = await discarded(house);
  rmSync(house.session(id).worktree?.path ?? '', { recursive: true });
  const folder = join(house.env['SIGNALBOX_HOME'] ?? '', 'sessions', String(id));
  house.repo.write({ 'evidence/round-1/shot.png': 'x' }, folder);
  expect(existsSync(join(folder, 'run-1'))).toBe(true);
  const cleaned = await house.cli('clean', '--logs');
  expect(cleaned.stdout).toContain('its work is kept as refs/signalbox/kept/1');
  expect(cleaned.stdout).toMatch(/removed: logs of #1 \(\d+ KB\)/);
  expect([existsSync(join(folder, 'run-1')), existsSync(join(folder, 'evidence/round-1/shot.png'))]).toEqual([
    false,
    true,
  ]);
  expect(house.repo.git(['show', 'refs/signalbox/kept/1:half.txt'])).toBe('half');
});

test('a daemon that is killed while it removes a worktree loses nothing: the next one ends it', async () => {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const held = `#!/bin/sh
case "$*" in *"worktree remove"*)
  mv "$HOUSE_STEPS/block" "$HOUSE_STEPS/blocked" 2> "$HOUSE_STEPS/said" && {
    echo on > "$HOUSE_STEPS/removing"; read -r _ < "$HOUSE_STEPS/go"; exit 1; } ;;
esac
exec '${real}' "$@"
`;
  await using house = await openHouse({
    agents,
    files,
    env: ({ folder }) => {
      mkdirSync(join(folder, 'bin'));
      writeFileSync(join(folder, 'bin/git'), held, { mode: 0o755 });
      return { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
    },
  });
  for (const step of ['removing', 'go']) house.prepareStep(step);
  const id = await discarded(house);
  const worktree = house.session(id).worktree?.path ?? '';
  house.repo.write({ block: '' }, house.env['HOUSE_STEPS']);
  const cleaning = house.cli('clean');
  await house.reached('removing');
  expect(existsSync(worktree)).toBe(false);
  await house.killDaemon();
  expect((await cleaning).status).toBe(3);
  await house.connect();
  await house.release('go');
  expect(house.session(id).worktree?.path).toBe(worktree);
  expect((await house.cli('clean')).stdout).toContain('its work is kept as refs/signalbox/kept/1');
  expect((await house.cli('restore', '1')).status).toBe(0);
  expect(house.repo.git(['status', '--porcelain'], worktree)).toBe('?? more.txt');
});
