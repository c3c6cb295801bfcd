import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, 'recorded');

/** A screen of the real Gemini CLI 0.61.0, `80x24-shell`. */
export function screenOf(name: string): string[] {
  return readFileSync(join(folder, `${name}.txt`), 'utf8').split('\n');
}

/** The lines of a conversation's file that it wrote. */
export function conversationText(name: string): string {
  return readFileSync(join(folder, `conversation-${name}.jsonl`), 'utf8');
}

const eventSchema = z.looseObject({ hook_event_name: z.string() });
export type RecordedEvent = z.infer<typeof eventSchema>;

/** What its hooks were told, in the order in which they ran. */
export const hookEvents: readonly RecordedEvent[] = readFileSync(join(folder, 'hooks.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => eventSchema.parse(JSON.parse(line)));

/** The first event of this name whose text has `having`. */
export function hookEvent(name: string, having = ''): RecordedEvent {
  const found = hookEvents.find((one) => one.hook_event_name === name && JSON.stringify(one).includes(having));
  if (found === undefined) throw new Error(`no ${name} with ${having} was recorded`);
  return found;
}
