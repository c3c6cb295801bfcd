import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

const launcher = join(import.meta.dirname, '../../../src/agents/codex/launch.ts');

/** An app-server that listens where it is told, and writes its process number down. */
const server = `
  import { appendFileSync, rmSync } from 'node:fs';
  import { createServer } from 'node:net';
  const [socket, pids] = process.argv.slice(1);
  rmSync(socket, { force: true });
  createServer().listen(socket, () => appendFileSync(pids, process.pid + '\\n'));
`;

const script = (text: string) => [process.execPath, '--input-type=module', '-e', text];

/** Runs the launcher with our server and this TUI. */
function launch(terminal: string, serverProgram = server) {
  const dir = mkdtempSync(join(tmpdir(), 'codex-launch-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const [socket, pids, plan, out] = [join(dir, 's.sock'), join(dir, 'pids'), join(dir, 'plan'), join(dir, 'out')];
  writeFileSync(
    plan,
    JSON.stringify({
      server: [...script(serverProgram), socket, pids],
      terminal: [...script(terminal), pids, out],
      socket,
      log: join(dir, 'log'),
    }),
  );
  const child = spawn(process.execPath, [launcher, plan], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return {
    child,
    out,
    pids: () => (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n').map(Number) : []),
    said: () => said,
  };
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A TUI that writes a line and stays until it is ended. */
const stays = `
  import { writeFileSync } from 'node:fs';
  writeFileSync(process.argv[2], 'here');
  setInterval(() => undefined, 1000);
`;

describe('the launcher', () => {
  test('starts the TUI when the app-server listens, ends as it does, and ends the app-server', async () => {
    const { child, pids } = launch(`
      import { readFileSync } from 'node:fs';
      process.exit(readFileSync(process.argv[1], 'utf8').length > 1 ? 7 : 1);
    `);
    expect(await ended(child)).toEqual({ code: 7, signal: null });
    expect(pids()).toHaveLength(1);
    expect(pids().filter(runs)).toEqual([]);
  });

  test('starts an app-server anew that was killed, while the TUI lives', async () => {
    const { child, pids } = launch(`
      import { readFileSync } from 'node:fs';
      const pids = () => readFileSync(process.argv[1], 'utf8').trim().split('\\n').map(Number);
      process.kill(pids()[0], 'SIGKILL');
      setInterval(() => pids().length === 2 && process.exit(0), 20);
    `);
    expect(await ended(child)).toEqual({ code: 0, signal: null });
    expect(pids().filter(runs)).toEqual([]);
  });

  test('passes a signal on and ends by it', async () => {
    const { child, out, pids } = launch(stays);
    const end = ended(child);
    while (!existsSync(out)) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGTERM');
    expect(await end).toEqual({ code: null, signal: 'SIGTERM' });
    expect(pids().filter(runs)).toEqual([]);
  });

  test('ends an app-server that does not want to end', async () => {
    const { child, pids } = launch('process.exit(0)', `process.on('SIGTERM', () => undefined);${server}`);
    expect(await ended(child)).toEqual({ code: 0, signal: null });
    expect(pids().filter(runs)).toEqual([]);
  });

  test('says on its screen why the app-server does not start', async () => {
    const { child, said } = launch(stays, `console.error('no such option: x'); process.exit(2);`);
    expect(await ended(child)).toEqual({ code: 1, signal: null });
    expect(said()).toContain('codex app-server ended before it listened: exit 2');
    expect(said()).toContain('no such option: x');
  });
});
