import { createHash } from 'node:crypto';
import { lstat, readdir, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { CheckResult } from '../../core/model/verdict.ts';
import type { Check } from './check.ts';

/** Results that were kept, by everything that they depend on. */
export interface Evidence {
  find(key: string): CheckResult | null;
  keep(key: string, result: CheckResult): void;
}

/** Keeps nothing. */
export const noEvidence: Evidence = { find: () => null, keep: () => undefined };

/** Keeps results back until it is known that nothing misled the gate that they are of. */
export interface HeldEvidence extends Evidence {
  release(): void;
}

export function heldEvidence(evidence: Evidence): HeldEvidence {
  const held = new Map<string, CheckResult>();
  return {
    find: (key) => held.get(key) ?? evidence.find(key),
    keep: (key, result) => void held.set(key, result),
    release() {
      for (const [key, result] of held) evidence.keep(key, result);
      held.clear();
    },
  };
}

/** They differ from one start to the next and mean nothing to a check. */
const passing =
  /^(?:SIGNALBOX_.*|_|PWD|OLDPWD|SHLVL|TERM.*|COLORTERM|COLUMNS|LINES|DISPLAY|WINDOWID|WAYLAND_DISPLAY|TMUX.*|STY|SSH_.*|XDG_(?:SESSION|RUNTIME|VTNR|SEAT).*|DBUS_.*|INVOCATION_ID|JOURNAL_STREAM|GPG_.*|LS_COLORS|.*_PID)$/;

/** Replaced in place by an update, without any path changing. */
const tools = 'node npm pnpm yarn bun deno python3 python pytest go cargo rustc java ruby php dotnet gcc make'.split(
  ' ',
);

const mostEntries = 2000;

/**
 * What checks in a place depend on besides the tree: what was set up there, the environment, the machine and its tools,
 * the programs and files outside that their commands name, and the files that were brought from the person's checkout.
 */
export async function surroundings(order: {
  readonly setup: string;
  readonly env: Readonly<Record<string, string>>;
  /** Absolute paths of the files that were brought. */
  readonly brought: readonly string[];
  /** Of all checks. */
  readonly commands: readonly string[];
}): Promise<string> {
  const env = Object.entries(order.env).filter(([name]) => !passing.test(name));
  const sorted = env.toSorted(([a], [b]) => byText(a, b));
  const folders = (order.env['PATH'] ?? '').split(delimiter);
  // What a check writes is no reason to run it again.
  const read = order.commands.map((command) => command.replaceAll(/>[>|&]?\s*\S+/g, ' '));
  const words = new Set([...tools, ...read.flatMap((command) => command.split(/[\s;|&()<>"'`=]+/))]);
  const named = [...words].filter((word) => word !== '').toSorted(byText);
  return digest([
    order.setup,
    sorted,
    [process.platform, process.arch],
    await Promise.all(named.map((word) => (isAbsolute(word) ? found(word) : firstOn(folders, word)))),
    await Promise.all(order.brought.map(fingerprint)),
  ]);
}

/** Names one run: this command of this check on this tree (for some checks this commit) in these surroundings. */
export function evidenceKey(run: {
  readonly kind: 'check' | 'target' | 'burn-in' | 'old-tests' | 'flake';
  readonly content: string;
  readonly check: Check;
  readonly command?: string | null | undefined;
  readonly around: string;
}): string {
  const { name, run: command, timeoutMs, report, only } = run.check;
  return `${run.kind}:${digest([run.content, name, command, timeoutMs, report ?? '', only ?? '', run.command ?? '', run.around])}`;
}

async function firstOn(folders: readonly string[], tool: string): Promise<readonly (string | number)[]> {
  for (const folder of folders) {
    const there = await found(join(folder, tool));
    if (there.length > 0) return there;
  }
  return [];
}

async function found(path: string): Promise<readonly (string | number)[]> {
  const file = await stat(path).catch(() => null);
  return file?.isFile() ? [path, file.ino, file.size, file.mtimeMs] : [];
}

/** Files by size and time; of a large folder the first few thousand. */
async function fingerprint(path: string): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const waiting = [path];
  for (let next = waiting.shift(); next !== undefined && seen.length < mostEntries; next = waiting.shift()) {
    const entry = await lstat(next).catch(() => null);
    seen.push(entry === null ? [next] : [next, entry.mode, entry.size, entry.mtimeMs]);
    if (!entry?.isDirectory()) continue;
    const names = await readdir(next).catch(() => []);
    waiting.push(...names.toSorted(byText).map((name) => join(next ?? '', name)));
  }
  return seen;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
