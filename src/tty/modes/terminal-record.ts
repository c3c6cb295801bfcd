import { fstatSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { readLine, readLineMeanwhile } from './line-settings.ts';

/** What is needed to put a terminal right after its dashboard was killed. */
const recordSchema = z.object({
  pid: z.int().positive(),
  /** Tells the process from a later one with the same number; '' where the system does not say. */
  started: z.string(),
  /** The terminal's device number, and since when it has been this terminal: numbers are used again. */
  device: z.number(),
  since: z.number(),
  /** As `readLine` gives them; null where it gives none. */
  settings: z.string().nullable(),
  /** When it was made, milliseconds since 1970. */
  at: z.number(),
});

type TerminalRecord = z.infer<typeof recordSchema>;

/** A record in its file. */
export interface FoundRecord {
  readonly path: string;
  readonly settings: string | undefined;
  readonly at: number;
  /** Whether the process that made it still runs. */
  readonly alive: boolean;
}

/** Where records are, and which terminal it is about. */
export interface RecordPlace {
  readonly folder: string;
  /** A descriptor of the terminal. */
  readonly fd: number;
}

/** The record of one dashboard on its terminal: made when it takes the terminal over, gone when it gives it back. */
export class KeptRecord {
  readonly #place: RecordPlace;
  readonly #path: string;
  #early: { readonly settings: string | undefined } | undefined;

  constructor(place: RecordPlace) {
    this.#place = place;
    // The terminal is taken over later: to wait for stty then would delay the first picture by 3 ms, by 15 on a busy machine.
    this.#early = readLineMeanwhile(place.fd);
    this.#path = join(place.folder, `${terminalOf(place.fd).device}-${process.pid}.json`);
  }

  /** Writes the settings that the terminal has now. */
  write(): void {
    const { folder, fd } = this.#place;
    const record: TerminalRecord = {
      pid: process.pid,
      started: startOf(process.pid),
      ...terminalOf(fd),
      settings: this.#early?.settings ?? readLine(fd) ?? null,
      at: Date.now(),
    };
    // After a stop they may be others.
    this.#early = undefined;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#path, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not keep a person from the dashboard: after a SIGKILL `stty sane` has to do then.
    }
  }

  /** The terminal has been given back. */
  remove(): void {
    rmSync(this.#path, { force: true });
  }
}

/**
 * The records about a terminal, oldest first. Those of an earlier terminal with the same number are deleted, and so
 * is what is no record.
 */
export function findRecords({ folder, fd }: RecordPlace): FoundRecord[] {
  const { device, since } = terminalOf(fd);
  const found: FoundRecord[] = [];
  for (const name of namesIn(folder)) {
    if (!name.startsWith(`${device}-`)) continue;
    const path = join(folder, name);
    const record = readRecord(path);
    if (record === undefined || record.since !== since) rmSync(path, { force: true });
    else found.push({ path, settings: record.settings ?? undefined, at: record.at, alive: isAlive(record) });
  }
  return found.toSorted((one, other) => one.at - other.at);
}

/** On Linux a terminal's inode changes only when it is made, which tells it from an earlier one. */
function terminalOf(fd: number): { device: number; since: number } {
  const { rdev, ctimeMs } = fstatSync(fd);
  return { device: rdev, since: process.platform === 'linux' ? ctimeMs : 0 };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function readRecord(path: string): TerminalRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    // Half written, or deleted meanwhile by its owner.
    if (error instanceof SyntaxError || error instanceof z.ZodError || isMissing(error)) return undefined;
    throw error;
  }
}

function isAlive({ pid, started }: TerminalRecord): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
  return started === startOf(pid);
}

/** When a process began, as the system counts it; '' where it does not say or the process is gone. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name is in parentheses and may hold anything, parentheses too.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}
