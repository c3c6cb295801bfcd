import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Server, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

const program = resolve(import.meta.dirname, '../../dist/cli/agent/hook-main.js');
const callSchema = z.object({
  call: z.number(),
  name: z.literal('agent/hook'),
  params: z.object({ request: z.string(), event: z.unknown() }),
});
type Call = z.infer<typeof callSchema>;

let dir: string;
let socket: string;
const children = new Set<ChildProcess>();
const servers = new Set<Server>();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sb-hook-'));
  socket = join(dir, 's.sock');
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers) server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Listens as a daemon does; resolves with the first call. */
async function listen(): Promise<{ call: Call; client: Socket; server: Server }> {
  return new Promise((found) => {
    const server = createServer((client) => {
      let said = '';
      client.on('error', () => undefined);
      client.on('data', (chunk) => {
        said += chunk.toString('utf8');
        if (said.endsWith('\n')) found({ call: callSchema.parse(JSON.parse(said)), client, server });
      });
    });
    servers.add(server);
    server.listen(socket);
  });
}

function send(event: unknown, env: Record<string, string> = { SIGNALBOX_SESSION: socket }) {
  const child = spawn(process.execPath, [program], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(child);
  child.stdin.end(JSON.stringify(event));
  const status = new Promise<number | null>((ended) => child.on('exit', ended));
  return { child, status, printed: text(child.stdout) };
}

function reply(client: Socket, message: object): void {
  client.write(`${JSON.stringify(message)}\n`);
}

test('an event is sent as it came, and the reply printed', async () => {
  const heard = listen();
  const event = { hook_event_name: 'Stop', last_assistant_message: 'ünï\ncode' };
  const { printed, status } = send(event);
  const { call, client } = await heard;
  expect(call.params.event).toEqual(event);
  reply(client, { reply: call.call, result: { reply: { decision: 'block', reason: 'two\nlines' } } });
  expect(JSON.parse(await printed)).toEqual({ decision: 'block', reason: 'two\nlines' });
  expect(await status).toBe(0);
});

test('nothing is printed when nothing is decided, and outside of a session', async () => {
  const heard = listen();
  const { printed, status } = send({});
  const { call, client } = await heard;
  reply(client, { reply: call.call, result: { reply: null } });
  expect([await printed, await status]).toEqual(['', 0]);
  const outside = send({}, {});
  expect([await outside.printed, await outside.status]).toEqual(['', 0]);
});

test('the same call comes again when the daemon was away', async () => {
  const { printed } = send({ hook_event_name: 'PermissionRequest' });
  const first = await listen();
  first.client.destroy();
  await new Promise((closed) => first.server.close(closed));
  const second = await listen();
  expect(second.call.params).toEqual(first.call.params);
  reply(second.client, { reply: second.call.call, result: { reply: {} } });
  expect(await printed).toBe('{}\n');
});

test('it ends when its caller has gone', async () => {
  const script = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(program)}], { stdio: ['pipe', 'ignore', 'inherit'] }).stdin.end('{}'); setInterval(() => {}, 1000)`;
  const caller = spawn(process.execPath, ['-e', script], { env: { SIGNALBOX_SESSION: socket } });
  children.add(caller);
  const { client } = await listen();
  caller.kill('SIGKILL');
  await new Promise((closed) => client.on('close', closed));
});
