import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The program that an agent's hook runs. It gives the event on its standard input to the session's socket, waits for the
 * reply as long as it takes, also through restarts of the daemon, and prints it. Nothing is printed when there is none:
 * then the agent decides for itself. With `--observed` an event is lost while no daemon runs.
 *
 * An agent runs this many times in a turn: it loads nothing but Node's own parts, and speaks the one message it needs of
 * src/wire by hand.
 */

/** How often an absent daemon is looked for, ms: soon after it has gone, and when it has been away for longer. */
const lookMs = 250;
const slowLookMs = 2_000;
const slowAfterMs = 60_000;
/** How often we look whether whoever called us is still there, ms. */
const parentMs = 1_000;

/** What came of one attempt: a reply, a refusal that no repetition changes, or a connection that ended before either. */
type Attempt = { readonly reply: unknown } | { readonly refused: string } | 'lost';

function readReply(line: string): Attempt {
  const message: unknown = JSON.parse(line);
  if (typeof message !== 'object' || message === null) return { refused: 'the reply is no object' };
  if ('fault' in message) return { refused: JSON.stringify(message.fault) };
  if (!('result' in message)) return { refused: 'the reply has no result' };
  const { result } = message;
  if (typeof result !== 'object' || result === null) return { reply: null };
  return { reply: 'reply' in result ? result.reply : null };
}

/** Sends the call once and waits for its reply. Never rejects for a daemon that is away. */
async function attempt(path: string, call: string): Promise<Attempt> {
  const socket = connect(path, () => socket.write(call));
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const end = chunk.indexOf(10);
      if (end === -1) return;
      const line = Buffer.concat(chunks).toString('utf8').split('\n', 1)[0] ?? '';
      try {
        resolve(readReply(line));
      } catch (thrown) {
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
      socket.destroy();
    });
    // 'close' always follows 'error', and is where both are dealt with.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve('lost'));
  });
}

/** Ends us when whoever started us has gone: nobody reads what we would print. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, parentMs).unref();
}

async function main(): Promise<void> {
  const path = process.env['SIGNALBOX_SESSION'];
  if (path === undefined || path === '') return;
  endWithParent();
  const params = { request: randomUUID(), event: JSON.parse(await text(process.stdin)) as unknown };
  // The same id each time: a call that is repeated acts once, and gets the same reply.
  const call = `${JSON.stringify({ call: 1, name: 'agent/hook', params })}\n`;
  const since = Date.now();
  const observed = process.argv.includes('--observed');
  for (;;) {
    const outcome = await attempt(path, call);
    if (outcome === 'lost') {
      if (observed) return;
      await pause(Date.now() - since > slowAfterMs ? slowLookMs : lookMs);
    } else if ('refused' in outcome) {
      process.stderr.write(`signalbox: ${outcome.refused}\n`);
      return;
    } else {
      if (outcome.reply !== null) process.stdout.write(`${JSON.stringify(outcome.reply)}\n`);
      return;
    }
  }
}

await main();
