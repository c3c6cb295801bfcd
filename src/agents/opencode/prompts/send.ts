import { setTimeout as pause } from 'node:timers/promises';
import { newId } from './message-id.ts';
import { type FirstMessage, type MessageIds, firstMessageFile } from '../run-files.ts';
import type { OpencodeServer } from '../server.ts';

/** Between two looks whether a message is there, ms. */
const lookEachMs = 100;

export interface Sending {
  readonly server: OpencodeServer;
  readonly conversation: string;
  readonly closed: AbortSignal;
  /** How long it is tried, and the message looked for, ms. */
  readonly patienceMs: number;
  /** Told once it is there. */
  readonly given: (given: { conversation: string; ids: MessageIds; text: string }) => void;
  readonly log: (what: string, thrown: unknown) => void;
}

export function newIds(now: number): MessageIds {
  return { message: newId('msg', now), part: newId('prt', now) };
}

/**
 * Sends a message and looks whether it is there. Sent again under the same ids it stays one (tried), so a call that broke
 * is repeated. `unconfirmed`: sent, and the server no longer says.
 */
export async function send(sending: Sending, ids: MessageIds, text: string): Promise<'delivered' | 'unconfirmed'> {
  const { server, conversation, closed, patienceMs, given, log } = sending;
  const until = performance.now() + patienceMs;
  let [tried, sent] = [false, false];
  do {
    try {
      // A call that broke may have arrived all the same.
      const there = tried && (await server.hasMessage(conversation, ids.message));
      if (!there && !sent) {
        tried = true;
        await server.prompt(conversation, ids, text);
        sent = true;
      }
      if (there || (await server.hasMessage(conversation, ids.message))) {
        given({ conversation, ids, text });
        return 'delivered';
      }
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
  const { server, conversation } = sending;
  // One that begins anew has been told on its command line what comes: that stands first.
  if (first.ids === null && (await server.lastMessage(conversation)) === null) return false;
  if (first.ids === null || !(await server.hasMessage(conversation, first.ids.message))) {
    const ids = await idsFor(sending, first, now);
    firstMessageFile.write(runDir, { ...first, ids });
    if ((await send(sending, ids, first.text)) !== 'delivered') return false;
  }
  const { ids } = firstMessageFile.read(runDir) ?? first;
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
  const last = await server.lastMessage(conversation);
  return last !== null && last.info.id > ids.message ? newIds(now()) : ids;
}
