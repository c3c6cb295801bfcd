import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ToolCalls } from '../../src/cli/agent/mcp/tool-calls.ts';
import { tools } from '../../src/cli/agent/mcp/tools.ts';
import { processShell } from '../../src/cli/shell.ts';
import { type Served, serve } from '../../src/wire/serve.ts';

/** A session's socket on which the test answers: the daemon's end. */
class SessionHere implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'sb-'));
  readonly socket = join(this.folder, 'run', 's-1.sock');
  readonly #gone = new AbortController();
  readonly requests: string[] = [];
  /** Whether it answers now. */
  answers = true;
  #served: Served | null = null;

  static async open(): Promise<SessionHere> {
    const here = new SessionHere();
    here.#served = await serve({
      path: here.socket,
      answers: {
        'agent/progress': ({ request }, client) => {
          here.requests.push(request);
          if (here.answers) return {};
          return new Promise((resolve) => client.gone.addEventListener('abort', () => resolve({})));
        },
      },
      onBug: (thrown) => here.requests.push(String(thrown)),
    });
    return here;
  }

  calls(callMs: number): ToolCalls {
    const env = { SIGNALBOX_SESSION: this.socket, SIGNALBOX_HOME: join(this.folder, 'home') };
    return new ToolCalls({ ...processShell(), env }, { callMs, gone: this.#gone.signal });
  }

  /** The client has gone. */
  hangUp(): void {
    this.#gone.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const progress = tools.find((tool) => tool.name === 'progress');
const say = async (calls: ToolCalls, text: string) => {
  if (progress === undefined) throw new Error('there is no tool progress');
  const { content, isError } = await calls.run(progress, { text });
  return { isError: isError === true, text: content[0]?.type === 'text' ? content[0].text : '' };
};

test('a call that got no answer in time is the same call when it is made again, and another one after that', async () => {
  await using here = await SessionHere.open();
  const calls = here.calls(300);
  here.answers = false;
  expect(await say(calls, 'half way')).toEqual({
    isError: true,
    text: 'Signalbox has not answered in time: make the same call again',
  });
  here.answers = true;
  expect(await say(calls, 'half way')).toEqual({ isError: false, text: 'shown' });
  expect(await say(calls, 'half way')).toEqual({ isError: false, text: 'shown' });
  const [first, second, third] = here.requests;
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  expect(here.requests).toHaveLength(3);
});

test('a call ends when its client has gone', async () => {
  await using here = await SessionHere.open();
  here.answers = false;
  const said = say(here.calls(60_000), 'half way');
  await expect.poll(() => here.requests.length).toBe(1);
  here.hangUp();
  expect(await said).toMatchObject({ isError: true });
});
