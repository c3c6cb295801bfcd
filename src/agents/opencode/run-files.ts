import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';

/** What is kept of a run in its folder, for this daemon and later ones. */

const serverSchema = z.object({
  port: z.number().int().min(1).max(65_535),
  password: z.string().min(1),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  /** The conversation that is resumed; null: it begins one. */
  conversation: z.string().nullable(),
});
/** Where a run's server listens, and what it asks for. */
export type ServerPlace = z.infer<typeof serverSchema>;

const messageIdsSchema = z.object({ message: z.string(), part: z.string() });
/** The ids under which a message is sent: the same ids twice are one message. */
export type MessageIds = z.infer<typeof messageIdsSchema>;

const firstSchema = z.object({ text: z.string(), ids: messageIdsSchema.nullable(), sent: z.boolean() });
/** A first message that goes over HTTP. `ids` is written before it is sent, `sent` once it is there. */
export type FirstMessage = z.infer<typeof firstSchema>;

const toldSchema = z.object({ message: z.string() });

export const serverFile = keptFile('opencode-server.json', serverSchema);
export const firstMessageFile = keptFile('opencode-first-message.json', firstSchema);
/** The message whose turn's end was told last: it is not told again. */
export const toldFile = keptFile('opencode-told.json', toldSchema);

function keptFile<Kept>(name: string, schema: z.ZodType<Kept>) {
  return {
    /** null when there is none. @throws when it is spoilt */
    read(runDir: string): Kept | null {
      try {
        return schema.parse(JSON.parse(readFileSync(join(runDir, name), 'utf8')));
      } catch (thrown) {
        if (hasCode(thrown, 'ENOENT')) return null;
        throw thrown;
      }
    },
    /** Whole or not at all; only this user can read it. */
    write(runDir: string, kept: Kept): void {
      const path = join(runDir, name);
      writeFileSync(`${path}.new`, JSON.stringify(kept), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}
