import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/**
 * What an agent can be doing, as a person who sees it all would say. `resting`: its turn has ended, or none has begun,
 * and its input waits. `interrupted`, `failed`: the same, and why. `menu`: a dialog of its own, such as at its start.
 */
export const trueStates = [
  'starting',
  'working',
  'retrying',
  'background',
  'permission',
  'question',
  'menu',
  'resting',
  'interrupted',
  'failed',
  'ended',
] as const;
export type TrueState = (typeof trueStates)[number];

const entrySchema = z.discriminatedUnion('is', [
  /** The program printed this; a character for each byte. */
  z.object({ is: z.literal('out'), at: z.number(), bytes: z.string() }),
  /** A hook called. `call`: the number of the call; one that waits is answered later or ends. */
  z.object({ is: z.literal('hook'), at: z.number(), call: z.number(), event: z.unknown() }),
  z.object({ is: z.literal('gone'), at: z.number(), call: z.number() }),
  /** The gate let a turn's end go on; null: it ends. */
  z.object({ is: z.literal('after-turn'), at: z.number(), call: z.number(), text: z.string().nullable() }),
  /** The person answered a dialog in the dashboard: the one that is open then. */
  z.object({ is: z.literal('answer'), at: z.number(), answers: z.array(z.string()) }),
  /** Something the adapter reads by itself: a file, its content; null: it is gone. */
  z.object({ is: z.literal('file'), at: z.number(), path: z.string(), text: z.string().nullable() }),
  /** A message of the agent's own server, and what it answered when asked. */
  z.object({ is: z.literal('told'), at: z.number(), message: z.unknown() }),
  z.object({
    is: z.literal('answered'),
    at: z.number(),
    method: z.string(),
    result: z.unknown(),
    /** It refused, and why. */
    refused: z.string().optional(),
  }),
  /**
   * From here on this is what it does; `or`: or this already, which nobody outside can tell. `asks`: its last words ask
   * the person something, in prose.
   */
  z.object({
    is: z.literal('truth'),
    at: z.number(),
    state: z.enum(trueStates),
    or: z.enum(trueStates).optional(),
    asks: z.boolean().optional(),
  }),
]);
export type Entry = z.infer<typeof entrySchema>;

const headSchema = z.object({
  agent: z.string(),
  version: z.string(),
  columns: z.number(),
  rows: z.number(),
  /** Milliseconds since the epoch at its start: some events tell times. */
  startedAt: z.number(),
  pid: z.number(),
  worktree: z.string(),
  home: z.string(),
  /** The folder of its run and of its state. */
  run: z.string().default('/tmp/demo/run'),
  args: z.array(z.string()),
});
export type Head = z.infer<typeof headSchema>;

/** A real agent in a scene: all that an adapter is told, and the true state over time. Times in ms since its start. */
export interface StateRecording extends Head {
  readonly name: string;
  readonly entries: readonly Entry[];
}

const folder = import.meta.dirname;

/** Names of all recordings of an agent; none when it has none. */
export function stateRecordings(agent: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((path) => path.startsWith(`${agent}/`) && path.endsWith('.gz')).toSorted();
}

/** One of them, by the name that `stateRecordings` gave. */
export function readStateRecording(path: string): StateRecording {
  const [head = '', ...lines] = gunzipSync(readFileSync(join(folder, path)))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const entries = lines.map((line) => entrySchema.parse(JSON.parse(line)));
  return { ...headSchema.parse(JSON.parse(head)), name: path.slice(0, -'.gz'.length), entries };
}

export function writeStateRecording(path: string, head: Head, entries: readonly Entry[]): number {
  const text = [head, ...entries].map((line) => JSON.stringify(line)).join('\n');
  const packed = gzipSync(`${text}\n`, { level: 9 });
  writeFileSync(join(folder, path), packed);
  return packed.length;
}
