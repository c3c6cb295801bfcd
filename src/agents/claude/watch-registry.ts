import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { hasCode } from '../../core/has-code.ts';
import { type RegistryEntry, type Sought, findEntryFile, readEntry } from './registry.ts';

/** How often the file is read although nothing was heard of it, ms: a lost notice heals itself. */
const pollMs = 1_000;

interface Watching {
  readonly folder: string;
  sought(): Sought;
  /** The entry as it is now, each time it may have changed. */
  onEntry(entry: RegistryEntry): void;
  onProblem(what: string, thrown: unknown): void;
}

/** Follows one session's entry in the registry, also one that comes later. */
export class RegistryWatch {
  readonly #watching: Watching;
  #file: string | undefined;
  #watcher: FSWatcher | undefined;
  readonly #poll: NodeJS.Timeout;

  constructor(watching: Watching) {
    this.#watching = watching;
    this.#poll = setInterval(() => this.#look(), pollMs);
    this.#poll.unref();
  }

  /** The entry now, read anew; undefined while there is none. */
  read(): RegistryEntry | undefined {
    this.#file ??= findEntryFile(this.#watching.folder, this.#watching.sought());
    return this.#file === undefined ? undefined : readEntry(this.#file);
  }

  /** Looks at once, and from now on. */
  start(): void {
    this.#look();
  }

  close(): void {
    clearInterval(this.#poll);
    this.#watcher?.close();
  }

  #look(): void {
    try {
      this.#listen();
      const entry = this.read();
      if (entry !== undefined) this.#watching.onEntry(entry);
    } catch (thrown) {
      this.#watching.onProblem('the session registry of Claude Code cannot be read', thrown);
    }
  }

  /** The folder is made by the first session that ever runs: until then there is nothing to listen to. */
  #listen(): void {
    if (this.#watcher !== undefined) return;
    try {
      this.#watcher = watch(this.#watching.folder, { persistent: false }, (_, name) => {
        if (this.#file === undefined || name === null || name === basename(this.#file)) this.#look();
      });
      this.#watcher.on('error', () => {
        this.#watcher?.close();
        this.#watcher = undefined;
      });
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}
