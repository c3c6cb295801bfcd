import { expect, test } from 'vitest';
import { z } from 'zod';
import { jobNamed } from '../../src/core/rules/jobs.ts';
import type { Job } from '../../src/core/rules/jobs.ts';
import { type House, openHouse } from '../kit/house.ts';
import { isRunning } from '../kit/is-running.ts';

/** A server that says its process, and a child of it in a session of its own, on its port; ready when it listens. */
const server = `
const { createServer } = require('node:http');
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const child = spawn('sleep', ['100000'], { detached: true, stdio: 'ignore' });
const port = Number(process.env.SIGNALBOX_JOB_PORT);
createServer((_request, answer) => answer.end(JSON.stringify({ pid: process.pid, child: child.pid, port: process.env.SIGNALBOX_PORT })))
  .listen(port, '127.0.0.1', () => { console.log('listening on ' + port); writeFileSync(process.env.HOUSE_STEPS + '/up', 'on'); });
`;
const files = { 'server.cjs': server };

const served = z.object({ pid: z.number(), child: z.number(), port: z.string() });

/** What the server of this job says. */
async function ask({ port }: { port?: number | null | undefined }): Promise<z.infer<typeof served>> {
  return served.parse(await (await fetch(`http://127.0.0.1:${port ?? 0}/`)).json());
}

async function refused(port: number | null | undefined): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port ?? 0}/`).then(
    () => false,
    () => true,
  );
}

/** The job of this name once its server listens. */
async function up(house: House, id: number, name: string): Promise<Job> {
  await house.reached('up');
  const job = jobNamed(house.session(id), name);
  if (job === undefined) throw new Error(`no job ${name}`);
  return job;
}

test('a server that an agent starts outlives its process, the daemon and its round, and ends with the session, all of it', async () => {
  await using house = await openHouse({
    files,
    checks: { there: 'true' },
    agents: {
      worker: `
        signalbox job start --name web -- node server.cjs > "$HOUSE_STEPS/said"
        signalbox job start --name web -- node server.cjs 2> "$HOUSE_STEPS/again"; reach begun; hold end
        echo work > work.txt`,
    },
  });
  house.prepareStep('up');
  const id = await house.start('work', { agent: 'worker' });
  const web = await up(house, id, 'web');
  await house.reached('begun');
  const { ports } = house.session(id);
  expect(web.port).toBeGreaterThan(ports?.first ?? Infinity);
  expect(web.port).toBeLessThan((ports?.first ?? 0) + (ports?.count ?? 0));
  expect(house.repo.read('said', house.env['HOUSE_STEPS'])).toContain(`http://127.0.0.1:${web.port}`);
  expect(house.repo.read('again', house.env['HOUSE_STEPS'])).toContain(
    'the job web of #1 runs already: node server.cjs',
  );
  const first = await ask(web);
  expect(first.port).toBe(String(ports?.first));

  await house.killDaemon();
  expect((await ask(web)).pid).toBe(first.pid);
  await house.connect();
  await house.release('end');
  await house.reaches(id, 'ready');
  await house.until('its agent gone', (world) => world.sessions[id]?.run === null);
  expect((await ask(web)).pid).toBe(first.pid);
  expect((await house.cli('job', 'log', '1', 'web')).stdout).toBe(`listening on ${web.port}\n`);
  expect((await house.cli('job', 'list')).stdout).toMatch(
    /#1 +web +running .*http:\/\/127\.0\.0\.1:\d+ +node server\.cjs/,
  );

  await house.cli('approve', '1');
  await house.until('the job gone', (world) => world.sessions[id]?.terminals.length === 0);
  expect(house.session(id).endedJobs).toMatchObject([{ name: 'web', asked: true }]);
  expect(house.session(id).messages).toEqual([]);
  expect(await refused(web.port)).toBe(true);
  expect([isRunning(String(first.pid)), isRunning(String(first.child))]).toEqual([false, false]);
});

test('one that dies is shown with its last lines, told to its agent once, and started again only on request', async () => {
  await using house = await openHouse({
    agents: {
      worker: `
        signalbox job start --name web -- 'echo no database; exit 3'
        signalbox inbox --wait > "$HOUSE_STEPS/told"
        signalbox inbox > "$HOUSE_STEPS/more"; reach begun; hold end`,
    },
  });
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('begun');
  const steps = house.env['HOUSE_STEPS'];
  expect(house.repo.read('told', steps)).toMatch(
    /^Your job web .* ended with status 3.*\nIts last lines:\nno database\n$/s,
  );
  expect(house.repo.read('more', steps)).toBe('');
  const dead = await house.cli('job', 'list', '1');
  expect(dead.stdout).toMatch(/died: ended with status 3/);
  expect(dead.stdout).toContain('| no database');
  expect((await house.cli('job', 'log', '1', 'web')).stdout).toBe('no database\n');
  expect(house.session(id)).toMatchObject({ terminals: [], state: 'working', endedJobs: [{ exit: 3, asked: false }] });
  const again = await house.cli('job', 'restart', '1', 'web', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ name: 'web', command: 'echo no database; exit 3' });
  await house.until('it to die again', (world) => world.sessions[id]?.messages.length === 2);
  await house.release('end');
});

test("a person's preview is the configured command on the session's port; stopped with the session, gone with a new one", async () => {
  await using house = await openHouse({
    files: { 'show.cjs': server.replace('SIGNALBOX_JOB_PORT', 'SIGNALBOX_PORT') },
    config: 'preview: exec node show.cjs # $SIGNALBOX_PORT',
    agents: { worker: 'reach begun; hold end' },
  });
  house.prepareStep('up');
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('begun');
  const preview = { session: id, name: 'preview', command: null };
  const started = await house.connection.request('job/start', preview);
  expect(started).toMatchObject({ name: 'preview', port: house.session(id).ports?.first, running: false });
  const first = await ask(await up(house, id, 'preview'));
  const again = await house.connection.request('job/start', preview);
  expect(again).toEqual({ ...started, running: true });

  const replaced = await house.connection.request('job/start', { ...preview, replace: true });
  expect(replaced.terminal).toBe(started.terminal + 1);
  const second = await ask(await up(house, id, 'preview'));
  expect(second.pid).not.toBe(first.pid);
  expect(isRunning(String(first.child))).toBe(false);

  await house.cli('stop', '1');
  await house.until('all gone', (world) => world.sessions[id]?.terminals.length === 0);
  expect(isRunning(String(second.child))).toBe(false);
  const late = await house.cli('job', 'start', '1', '--', 'sleep', '9');
  expect(late.stderr).toBe(
    'signalbox: #1 is stopped, and its jobs have ended with it: signalbox resume 1 goes on with it\n',
  );
});
