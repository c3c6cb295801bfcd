import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hasCode } from '../core/has-code.ts';
import { z } from 'zod';
import { type Event, type Recorded, eventSchema } from '../core/model/events.ts';
import { Fault } from '../core/fault.ts';
import { reduce } from '../core/reduce.ts';
import { type World, emptyWorld, worldSchema } from '../core/model/world.ts';
import { EvidenceTable } from './evidence-table.ts';

/** Format of the file; a file of another one is refused, never guessed at. */
const schemaVersion = 5;
/** Events after which the world is kept whole, so that a start does not replay everything. */
const snapshotEvery = 500;

const rowSchema = z.object({ seq: z.number(), at: z.number(), body: z.string() });
const bodySchema = z.object({ body: z.string() });
const environmentSchema = z.record(z.string(), z.string());

/**
 * The event log in SQLite: the only truth about what happened. One process owns it at a time (an exclusive lock that
 * dies with the process), and that process is the daemon.
 */
export class Journal {
  readonly #database: DatabaseSync;
  /** What checks came to, apart from the events: it only saves time. */
  readonly evidence: EvidenceTable;
  #world: World;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.evidence = new EvidenceTable(database);
    this.#world = this.#replay();
  }

  /**
   * Opens or makes the journal and takes its lock. Returns null when another process holds it.
   * @throws Fault 'daemon' when its folder cannot be written, the file is damaged or of another version.
   */
  static open(path: string): Journal | null {
    let database: DatabaseSync | null = null;
    try {
      makePrivate(path);
      database = new DatabaseSync(path);
      database.exec(
        'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE; COMMIT',
      );
      prepareTables(database, path);
      return new Journal(database);
    } catch (thrown) {
      database?.close();
      if (isBusy(thrown)) return null;
      if (thrown instanceof Fault) throw thrown;
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      throw new Fault(
        {
          code: 'daemon',
          message: `the journal ${path} cannot be opened: ${message}`,
          hint: 'make sure that the disk has room and can be written; only if the file is broken, move it away to start anew',
        },
        { cause: thrown },
      );
    }
  }

  /** The world after all events of the journal. */
  get world(): World {
    return this.#world;
  }

  /**
   * Appends what `decide` says of the present world, in one transaction; its events are on disk when this returns.
   * `decide` is called again on the world after them until it has nothing more to say, so that what follows from an
   * event (admission) is never separated from it.
   * @throws Fault 'daemon' when the disk takes no more: then nothing of it was written, and the world is as it was.
   */
  append(events: readonly Event[], at: number, follow: (world: World) => readonly Event[]): readonly Recorded[] {
    const recorded: Recorded[] = [];
    let world = this.#world;
    let next = events;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const insert = this.#database.prepare('INSERT INTO events (seq, at, type, body) VALUES (?, ?, ?, ?)');
      while (next.length > 0) {
        for (const event of next) {
          const entry = { seq: world.seq + 1, at, event };
          insert.run(entry.seq, at, event.type, JSON.stringify(event));
          world = reduce(world, entry);
          recorded.push(entry);
        }
        next = follow(world);
      }
      if (crossesSnapshot(this.#world.seq, world.seq)) this.#keep(world);
      this.#database.exec('COMMIT');
    } catch (thrown) {
      this.#rollBack();
      throw writeFault(thrown);
    }
    this.#world = world;
    return recorded;
  }

  /**
   * Keeps the environment in which a session's agent is to run. Apart from the events: it may hold secrets.
   * @throws Fault 'daemon' when the disk takes no more.
   */
  keepEnvironment(session: number, env: Readonly<Record<string, string>>): void {
    try {
      this.#database
        .prepare('INSERT OR REPLACE INTO environments (session, body) VALUES (?, ?)')
        .run(session, JSON.stringify(env));
    } catch (thrown) {
      throw writeFault(thrown);
    }
  }

  /** The kept environment; empty when there is none. */
  environment(session: number): Record<string, string> {
    const row = this.#database.prepare('SELECT body FROM environments WHERE session = ?').get(session);
    return row === undefined ? {} : environmentSchema.parse(JSON.parse(bodySchema.parse(row).body));
  }

  close(): void {
    this.#database.close();
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch (thrown) {
      // On a full disk SQLite has rolled back by itself already; a journal that was closed has nothing to roll back.
      if (!(thrown instanceof Error && /no transaction is active|not open/.test(thrown.message))) throw thrown;
    }
  }

  #replay(): World {
    let world = this.#keptWorld();
    const rows = this.#database
      .prepare('SELECT seq, at, body FROM events WHERE seq > ? ORDER BY seq')
      .iterate(world.seq);
    for (const found of rows) {
      const row = rowSchema.parse(found);
      const event = eventSchema.safeParse(parseJson(row.body));
      if (!event.success || row.seq !== world.seq + 1) throw new Error(`event ${world.seq + 1} is damaged or missing`);
      world = reduce(world, { seq: row.seq, at: row.at, event: event.data });
    }
    return world;
  }

  /** The world that was kept last. It only saves time: one that this build cannot read is made anew from the events. */
  #keptWorld(): World {
    const kept = this.#database.prepare('SELECT body FROM worlds ORDER BY seq DESC LIMIT 1').get();
    const world = kept === undefined ? undefined : worldSchema.safeParse(parseJson(bodySchema.parse(kept).body)).data;
    return world ?? emptyWorld;
  }

  #keep(world: World): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO worlds (seq, body) VALUES (?, ?)')
      .run(world.seq, JSON.stringify(world));
    this.#database.prepare('DELETE FROM worlds WHERE seq < ?').run(world.seq);
  }
}

function crossesSnapshot(before: number, after: number): boolean {
  return Math.floor(before / snapshotEvery) !== Math.floor(after / snapshotEvery);
}

function prepareTables(database: DatabaseSync, path: string): void {
  const version = z
    .object({ user_version: z.number() })
    .parse(database.prepare('PRAGMA user_version').get()).user_version;
  if (version !== 0 && version !== schemaVersion) {
    throw new Fault({
      code: 'daemon',
      message: `the journal ${path} has format ${version}, this version reads ${schemaVersion}`,
      hint: 'use the version that wrote it, or move the file away',
    });
  }
  database.exec(`
    CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS worlds (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS environments (session INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
    PRAGMA user_version = ${schemaVersion};
  `);
}

/** SQLite gives its log the rights of the file: that must be there, and be private, before the first byte is written. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch (thrown) {
    if (!hasCode(thrown, 'EEXIST')) throw thrown;
    chmodSync(path, 0o600);
  }
}

/** undefined when the text is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** What SQLite cannot do is shown as a fault; anything else that goes wrong inside an append is a bug. */
function writeFault(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !hasCode(thrown, 'ERR_SQLITE_ERROR')) return thrown;
  return new Fault(
    {
      code: 'daemon',
      message: `the journal cannot be written: ${thrown.message}`,
      hint: 'nothing was recorded; make room on the disk and try again',
    },
    { cause: thrown },
  );
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && /database is locked|SQLITE_BUSY/i.test(thrown.message);
}
