import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';

/**
 * Claude Code's own list of running sessions: a file `sessions/PID.json` for each, which it keeps up to date within about
 * 90 ms. It tells what no hook does: a refusal by key, an interrupt, a shell that goes on. It appears with the first
 * screen behind the start dialogs; after a kill -9 it stays with its last words.
 */

/** Variables as a process has them. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Where Claude Code keeps its own files. */
export function configFolder(env: Environment): string {
  const moved = env['CLAUDE_CONFIG_DIR'];
  return moved !== undefined && moved !== '' ? moved : join(env['HOME'] ?? homedir(), '.claude');
}

export function registryFolder(env: Environment): string {
  return join(configFolder(env), 'sessions');
}

const entrySchema = z.object({
  pid: z.number(),
  sessionId: z.string(),
  startedAt: z.number().catch(0),
  /** `busy`, `idle`, `waiting` for the person, `shell`: the turn is over and a shell of it still runs. */
  status: z.enum(['busy', 'idle', 'waiting', 'shell']),
  /** When the status changed, ms since the epoch. */
  statusUpdatedAt: z.number().catch(0),
  /** `permission prompt`, `input needed`. */
  waitingFor: z.string().catch(''),
});
export type RegistryEntry = z.infer<typeof entrySchema>;

/** One entry; undefined while there is none, or it is being written. */
export function readEntry(file: string): RegistryEntry | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return parseEntry(text);
}

/** A file that is being written is no JSON yet; a version that says something else is none of ours. */
function parseEntry(text: string): RegistryEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export interface Sought {
  /** The process that was started: Claude Code itself, unless a program around it was configured. */
  readonly pid: number;
  readonly conversation: string | null;
}

/** The file of one session; undefined while it has none. */
export function findEntryFile(folder: string, { pid, conversation }: Sought): string | undefined {
  const own = join(folder, `${pid}.json`);
  if (readEntry(own) !== undefined) return own;
  if (conversation === null) return undefined;
  const [found] = namesIn(folder)
    .filter((name) => /^\d+\.json$/u.test(name))
    .map((name) => ({ file: join(folder, name), entry: readEntry(join(folder, name)) }))
    .filter(({ entry }) => entry !== undefined && entry.sessionId === conversation && runs(entry.pid))
    .toSorted((a, b) => (b.entry?.startedAt ?? 0) - (a.entry?.startedAt ?? 0));
  return found?.file;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Whether a process of this number runs. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is another user's.
    return !hasCode(error, 'ESRCH');
  }
}
