import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { hasCode } from '../core/has-code.ts';
import { type CheckResult, checkResultSchema } from '../core/model/verdict.ts';

/** Beyond it the oldest go: they are of content that is hardly judged again. */
const mostRows = 4000;
/** Not each time: counting costs more than the few that are too many. */
const dropEvery = 100;

const rowSchema = z.object({ body: z.string() });

/** What checks came to, by everything that the result depends on. It only saves time: what is lost is found out again. */
export class EvidenceTable {
  readonly #database: DatabaseSync;
  readonly #mostRows: number;
  #kept = 0;

  constructor(database: DatabaseSync, most = mostRows) {
    this.#database = database;
    this.#mostRows = most;
    database.exec(
      'CREATE TABLE IF NOT EXISTS evidence (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT',
    );
  }

  /** Null when there is none, or when this build cannot read it. */
  find(key: string): CheckResult | null {
    const row = this.#database.prepare('SELECT body FROM evidence WHERE key = ?').get(key);
    if (row === undefined) return null;
    return checkResultSchema.safeParse(JSON.parse(rowSchema.parse(row).body)).data ?? null;
  }

  keep(key: string, result: CheckResult): void {
    try {
      this.#database
        .prepare('INSERT OR REPLACE INTO evidence (key, body) VALUES (?, ?)')
        .run(key, JSON.stringify(result));
      this.#kept += 1;
      if (this.#kept % dropEvery === 0) this.#dropOldest();
    } catch (thrown) {
      // On a full disk the verdict itself says so where it is journalled; this one is no loss.
      if (!hasCode(thrown, 'ERR_SQLITE_ERROR')) throw thrown;
    }
  }

  #dropOldest(): void {
    this.#database
      .prepare('DELETE FROM evidence WHERE number <= (SELECT max(number) FROM evidence) - ?')
      .run(this.#mostRows);
  }
}
