import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hasCode } from '../../core/has-code.ts';
import { Fault } from '../../core/fault.ts';
import { gitEnvironment, gitSettings, personEnvironment } from './git-env.ts';
import { inPlace } from './places.ts';

/** One git process: where, what, and what it is fed. */
export interface GitCall {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly input?: string | Buffer;
  /** Added to the filtered environment; undefined takes a variable out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where this one git finds hooks; default: nowhere, it runs none. */
  readonly hooksPath?: string | undefined;
  /** With the person's own settings and environment, as for what their hooks are to see; only inherited GIT_* are left out. */
  readonly asPerson?: boolean;
  /** Milliseconds until the process group is killed; default ten minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a git process ended. `exit` is null when it died of `signal`. */
export interface GitResult {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const defaultTimeoutMs = 600_000;
/** More than any listing of a real repository: a guard against filling the memory, not a limit on work. */
const outputLimitBytes = 512 * 1024 * 1024;
const prefix = gitSettings.flatMap((setting) => ['-c', setting]);

/** Runs git to its end and reports how it ended, whatever that was; throws only when it could not run at all or was aborted. */
export function plumb(call: GitCall): Promise<GitResult> {
  return inPlace(async () => {
    call.signal?.throwIfAborted();
    return await run(call);
  });
}

function run(call: GitCall): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...(call.asPerson ? [] : prefix), ...hooksOf(call), ...call.args], {
      cwd: call.cwd,
      env: call.asPerson ? personEnvironment() : gitEnvironment(call.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what git itself started ends with it.
      detached: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    const kill = (): void => killGroup(child);
    const timer = setTimeout(kill, call.timeoutMs ?? defaultTimeoutMs);
    call.signal?.addEventListener('abort', kill, { once: true });
    child.stdout.on('data', (bytes: Buffer) => {
      size += bytes.length;
      if (size > outputLimitBytes) kill();
      else stdout.push(bytes);
    });
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
    // Git may end before it read everything; its exit status tells what that meant.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.input ?? '');
    const settle = (): void => {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', kill);
    };
    child.once('error', (error) => {
      settle();
      reject(spawnFault(call, error));
    });
    child.once('close', (exit, signal) => {
      settle();
      if (call.signal?.aborted) reject(abortReason(call.signal));
      else resolve({ exit, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
    });
  });
}

function hooksOf({ hooksPath }: GitCall): string[] {
  return hooksPath === undefined ? [] : ['-c', `core.hooksPath=${hooksPath}`];
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // The group may be gone between the check and the signal.
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('The operation was aborted', 'AbortError');
}

function spawnFault(call: GitCall, error: Error): Error {
  if (!('code' in error && error.code === 'ENOENT')) return error;
  if (!existsSync(call.cwd)) {
    return new Fault({ code: 'git', message: `the folder ${call.cwd} does not exist` }, { cause: error });
  }
  return new Fault(
    { code: 'repository', message: 'git was not found', hint: 'install git 2.38 or newer and make sure it is on PATH' },
    { cause: error },
  );
}

/** What git complained about: the first line that says so, else the first line. */
export function complaint(result: GitResult): string {
  const lines = result.stderr.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((candidate) => /^(?:fatal|error): /.test(candidate)) ?? lines[0];
  if (line !== undefined) return line.replace(/^(?:fatal|error): /, '').trim();
  return result.exit === null ? `git was ended by ${result.signal ?? 'a signal'}` : `git ended with ${result.exit}`;
}

/** Runs git and gives its output; throws Fault `git` when it did not exit with 0. */
export async function plumbOk(call: GitCall): Promise<Buffer> {
  const result = await plumb(call);
  if (result.exit === 0) return result.stdout;
  throw gitFault(call, result);
}

/** The fault for a git process that ended otherwise than it may. */
export function gitFault(call: GitCall, result: GitResult): Fault {
  const command = call.args.find((argument) => !argument.startsWith('-')) ?? '';
  return new Fault({ code: 'git', message: `git ${command} failed in ${call.cwd}: ${complaint(result)}` });
}

/** Like `plumbOk`, as text without the final newline. */
export async function plumbText(call: GitCall): Promise<string> {
  return (await plumbOk(call)).toString('utf8').replace(/\n$/, '');
}
