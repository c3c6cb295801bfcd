import type { ReadStream, WriteStream } from 'node:tty';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { printable, printableJson } from './printable.ts';

/** Where a command runs: its surroundings, its streams, and the exit status it leaves behind. */
export interface Shell {
  /** The environment as the person's shell gave it. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  exit: ExitStatus;
}

/** The shell that this process was started from. */
export function processShell(): Shell {
  return {
    env: { ...process.env },
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    exit: exitStatus.done,
  };
}

/** Prints lines for a person; what an agent wrote cannot act on the terminal. */
export function print(shell: Shell, ...lines: readonly string[]): void {
  for (const line of lines) shell.stdout.write(`${printable(line)}\n`);
}

/** Prints bytes as they are into a file or a pipe, and made safe on a terminal. */
export function printRaw(shell: Shell, text: string): void {
  shell.stdout.write(shell.stdout.isTTY ? printable(text) : text);
}

export function printJson(shell: Shell, value: unknown): void {
  shell.stdout.write(`${printableJson(value)}\n`);
}

/** Says something beside the result: on stderr, one line. */
export function remark(shell: Shell, line: string): void {
  shell.stderr.write(`${printable(line)}\n`);
}

/** Whether a person sits at both ends. */
export function isInteractive(shell: Shell): boolean {
  return shell.stdin.isTTY && shell.stdout.isTTY;
}

/** The environment as it crosses the wire. */
export function environmentOf({ env }: Shell): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
