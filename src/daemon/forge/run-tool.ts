import { spawn } from 'node:child_process';

/** One call of a program that speaks with a forge. */
export interface ToolCall {
  /** Its path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
}

/** How it ended; `exit` null: of a signal, or it could not be started. */
export interface ToolResult {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const limitMs = 60_000;
const mostCharacters = 1_000_000;

/** Runs it to its end; it has no terminal, and is told not to ask anything. */
export function runTool({ program, args, cwd, input, signal }: ToolCall): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_PROMPT: '1', NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
      ...(signal === undefined ? {} : { signal }),
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout = (stdout + chunk.toString('utf8')).slice(0, mostCharacters)));
    child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(0, mostCharacters)));
    // It may end before it has read everything; its exit status tells what that meant.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.once('error', (error) => {
      if (signal?.aborted) reject(error);
      else resolve({ exit: null, stdout, stderr: error.message });
    });
    child.once('close', (exit) => resolve({ exit, stdout, stderr }));
  });
}
