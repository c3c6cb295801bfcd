import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from '../../core/has-code.ts';
import { Fault } from '../../core/fault.ts';
import { type Drafts, draftsSchema, noDrafts } from './drafts.ts';

/** How long a change may wait for others before it is written, milliseconds. */
const patienceMs = 200;

/** The file that keeps drafts. Small, so it is written whole: beside its place first, then renamed. */
export class DraftsFile {
  readonly #path: string;
  #timer: NodeJS.Timeout | null = null;
  #wanted: Drafts | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** The kept drafts. Throws a `Fault` 'environment' when the file is there and cannot be read as drafts. */
  load(): Drafts {
    const text = this.#read();
    if (text === null) return noDrafts;
    try {
      return draftsSchema.parse(JSON.parse(text));
    } catch (cause) {
      const aside = `${this.#path}.unreadable`;
      renameSync(this.#path, aside);
      const message = `half-typed answers and tasks in ${this.#path} cannot be read`;
      throw new Fault({ code: 'environment', message, hint: `the file is now ${aside}` }, { cause });
    }
  }

  /** Writes the drafts soon; of several in a row the last. */
  save(drafts: Drafts): void {
    this.#wanted = drafts;
    this.#timer ??= setTimeout(() => this.flush(), patienceMs);
  }

  /** Writes now what is waiting to be written. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#wanted === null) return;
    const text = JSON.stringify(this.#wanted);
    this.#wanted = null;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const beside = `${this.#path}.${process.pid}`;
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, this.#path);
  }

  #read(): string | null {
    try {
      return readFileSync(this.#path, 'utf8');
    } catch (thrown) {
      if (hasCode(thrown, 'ENOENT')) return null;
      throw thrown;
    }
  }
}
