import { spawn } from 'node:child_process';
import { z } from 'zod';
import type { StartOrder } from '../../adapter.ts';

/** A look took 1 to 3 s here; a machine under load may take longer, ms. */
const lookMs = 30_000;

/** What the program itself says before it is started, in the agent's folder and environment. */
type Look = Pick<StartOrder, 'command' | 'env' | 'worktree'>;

/** Whether a conversation is still there: of one that is gone the program says "Session not found" and ends (seen). */
export async function hasConversation(look: Look, conversation: string): Promise<boolean> {
  // The whole conversation comes on standard output.
  const { failed, stderr } = await run(look, ['export', conversation], 'ignore');
  // Whatever else is wrong with the program shows itself when it is started.
  return !(failed && /session not found/i.test(stderr));
}

const configSchema = z.object({ permission: z.record(z.string(), z.unknown()).default({}) });

/** The permissions that the person and the repository have configured, merged; null when they cannot be read. */
export async function configuredPermissions(look: Look): Promise<Readonly<Record<string, unknown>> | null> {
  const { failed, stdout } = await run(look, ['debug', 'config'], 'pipe');
  if (failed) return null;
  return configSchema.safeParse(parsed(stdout)).data?.permission ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Another version may print it otherwise.
    return null;
  }
}

function run(
  { command, env, worktree }: Look,
  words: readonly string[],
  output: 'pipe' | 'ignore',
): Promise<{ failed: boolean; stdout: string; stderr: string }> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, [...args, ...words], {
      cwd: worktree,
      env: { ...env },
      stdio: ['ignore', output, 'pipe'],
      timeout: lookMs,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (error) => resolve({ failed: true, stdout, stderr: error.message }));
    child.once('close', (status) => resolve({ failed: status !== 0, stdout, stderr }));
  });
}
