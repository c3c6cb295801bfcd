import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { hasCode } from '../../core/has-code.ts';

const schema = z.object({
  /** So many have opened. */
  opened: z.number(),
  open: z.object({ name: z.string(), content: z.string() }).nullable(),
});

/**
 * Names for the dialogs of a screen, one open at a time. A screen does not number its dialogs: they are told apart by
 * what they say, and by whether one was gone in between. Kept in the run's folder, so that a later daemon calls one that
 * is still open by the same name, and never gives a name twice.
 */
export class DialogNames {
  readonly #file: string;
  readonly #run: number;
  #known: z.infer<typeof schema>;

  constructor({ runDir, run }: { readonly runDir: string; readonly run: number }) {
    this.#file = join(runDir, 'screen-dialogs.json');
    this.#run = run;
    this.#known = read(this.#file);
  }

  /** The open one's name; null when none is. */
  get open(): string | null {
    return this.#known.open?.name ?? null;
  }

  /** The name of the dialog that says this and is open now: a new one, unless the open one said the same. */
  opened(says: unknown): string {
    const content = createHash('sha256').update(JSON.stringify(says)).digest('hex').slice(0, 16);
    const { open, opened } = this.#known;
    if (open?.content === content) return open.name;
    const name = `screen-${this.#run}-${opened + 1}`;
    this.#write({ opened: opened + 1, open: { name, content } });
    return name;
  }

  closed(): void {
    if (this.open !== null) this.#write({ ...this.#known, open: null });
  }

  #write(known: z.infer<typeof schema>): void {
    this.#known = known;
    writeFileSync(`${this.#file}.new`, JSON.stringify(known), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): z.infer<typeof schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { opened: 0, open: null };
    throw error;
  }
}
