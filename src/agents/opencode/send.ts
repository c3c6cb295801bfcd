import { setTimeout as pause } from 'node:timers/promises';
import { newId } from './message-id.ts';
import { type FirstMessage, type MessageIds, firstMessageFile } from './run-files.ts';
import type { OpencodeServer } from './server.ts';

/** How long a message is looked for that was sent, and how often, ms. */
const lookMs = 5000;
const lookEachMs = 100;

export interface Sending {
  readonly server: OpencodeServer;
  readonly conversation: string;
  readonly closed: AbortSignal;
  readonly log: (what: string, thrown: unknown) => void;
}

export function newIds(now: number): MessageIds {
  return { message: newId('msg', now), part: newId('prt', now) };
}

/**
 * Sends a message and looks whether it is there. Sent again under the same ids it stays one (tried), so a call that broke
 * is repeated. `unconfirmed`: sent, and the server no longer says.
 */
export async function send(
  { server, conversation, closed, log }: Sending,
  ids: MessageIds,
  text: string,
): Promise<'delivered' | 'unconfirmed'> {
  const until = performance.now() + lookMs;
  let sent = false;
  do {
    try {
      if (!sent) await server.prompt(conversation, ids, text);
      sent = true;
      if (await server.hasMessage(conversation, ids.message)) return 'delivered';
    } catch (thrown) {
      if (closed.aborted) return 'unconfirmed';
      log('a message could not be sent or found', thrown);
    }
    await pause(lookEachMs, undefined, { signal: closed }).catch(() => {});
  } while (performance.now() < until && !closed.aborted);
  return 'unconfirmed';
}

/**
 * Sends what a run is to be told first and could not be told on its command line: exactly once, also where a daemon died
 * in the middle of it. True when it is there.
 */
export async function sendFirst(sending: Sending, runDir: string, now: () => number): Promise<boolean> {
  const first = firstMessageFile.read(runDir);
  if (first === null || first.sent) return true;
  const ids = await idsFor(sending, first, now);
  firstMessageFile.write(runDir, { ...first, ids });
  if ((await send(sending, ids, first.text)) !== 'delivered') return false;
  firstMessageFile.write(runDir, { ...first, ids, sent: true });
  return true;
}

/** The ids of an earlier try, unless the conversation went on since: a message among older ones would not be read. */
async function idsFor(
  { server, conversation }: Sending,
  { ids }: FirstMessage,
  now: () => number,
): Promise<MessageIds> {
  if (ids === null) return newIds(now());
  if (await server.hasMessage(conversation, ids.message)) return ids;
  const last = await server.lastMessage(conversation);
  return last !== null && last.info.id > ids.message ? newIds(now()) : ids;
}
