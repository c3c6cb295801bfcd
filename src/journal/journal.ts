import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Event, type Recorded, eventSchema } from '../core/events.ts';
import { Fault } from '../core/fault.ts';
import { reduce } from '../core/reduce.ts';
import { type World, emptyWorld, worldSchema } from '../core/world.ts';

/** Format of the file; a file of another one is refused, never guessed at. */
const schemaVersion = 1;
/** Events after which the world is kept whole, so that a start does not replay everything. */
const snapshotEvery = 500;

const rowSchema = z.object({ seq: z.number(), at: z.number(), body: z.string() });
const snapshotSchema = z.object({ body: z.string() });

/**
 * The event log in SQLite: the only truth about what happened. One process owns it at a time (an exclusive lock that
 * dies with the process), and that process is the daemon.
 */
export class Journal {
  readonly #database: DatabaseSync;
  #world: World;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#world = this.#replay();
  }

  /**
   * Opens or makes the journal and takes its lock. Returns null when another process holds it.
   * @throws Fault 'daemon' when the file is damaged or of another version.
   */
  static open(path: string): Journal | null {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(path);
    try {
      database.exec(
        'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE; COMMIT',
      );
      chmodSync(path, 0o600);
      prepareTables(database, path);
      return new Journal(database);
    } catch (thrown) {
      database.close();
      if (isBusy(thrown)) return null;
      if (thrown instanceof Fault) throw thrown;
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      throw new Fault(
        {
          code: 'daemon',
          message: `the journal ${path} cannot be opened: ${message}`,
          hint: 'check the disk; move the file away to start anew',
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
   */
  append(events: readonly Event[], at: number, follow: (world: World) => readonly Event[]): readonly Recorded[] {
    const recorded: Recorded[] = [];
    let world = this.#world;
    let next = events;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
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
      this.#database.exec('ROLLBACK');
      throw thrown;
    }
    this.#world = world;
    return recorded;
  }

  /** Keeps the environment in which a session's agent is to run. Apart from the events: it may hold secrets. */
  keepEnvironment(session: number, env: Readonly<Record<string, string>>): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO environments (session, body) VALUES (?, ?)')
      .run(session, JSON.stringify(env));
  }

  /** The kept environment; empty when there is none. */
  environment(session: number): Record<string, string> {
    const row = this.#database.prepare('SELECT body FROM environments WHERE session = ?').get(session);
    return row === undefined ? {} : z.record(z.string(), z.string()).parse(JSON.parse(snapshotSchema.parse(row).body));
  }

  close(): void {
    this.#database.close();
  }

  #replay(): World {
    const kept = this.#database.prepare('SELECT body FROM worlds ORDER BY seq DESC LIMIT 1').get();
    let world = kept === undefined ? emptyWorld : worldSchema.parse(JSON.parse(snapshotSchema.parse(kept).body));
    const rows = this.#database
      .prepare('SELECT seq, at, body FROM events WHERE seq > ? ORDER BY seq')
      .iterate(world.seq);
    for (const found of rows) {
      const row = rowSchema.parse(found);
      world = reduce(world, { seq: row.seq, at: row.at, event: eventSchema.parse(JSON.parse(row.body)) });
    }
    return world;
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

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && /database is locked|SQLITE_BUSY/i.test(thrown.message);
}
