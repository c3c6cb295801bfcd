import { placesTaken } from '../core/rules/admission.ts';
import { Fault } from '../core/fault.ts';
import { reduce } from '../core/reduce.ts';
import { isOver } from '../core/model/session.ts';
import { type World, sessionsOf } from '../core/model/world.ts';
import type { Connection } from '../wire/connection.ts';
import { carryOut, nextDecision, taskOf } from './demo-person.ts';

/** What the story needs: somewhere to say what happens, and a way to be broken off. */
export interface Telling {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Sets the story going, once somebody listens. */
  readonly begin: () => Promise<void>;
}

/**
 * Plays the person and tells what happens until every task has met its fate; follows the daemon's events only.
 * @throws Fault when a task comes to an end that the story does not know, or it is broken off.
 */
export async function playStory(connection: Connection, { say, signal, begin }: Telling): Promise<World> {
  const stirred = new Stirred();
  let world: World | null = null;
  const early: Parameters<typeof reduce>[1][] = [];
  connection.onNotification((notification) => {
    if (notification.notify !== 'event') return;
    if (world === null) early.push(notification.recorded);
    else if (notification.recorded.seq > world.seq) {
      const next = reduce(world, notification.recorded);
      tell(world, next, say);
      world = next;
    }
    stirred.ring();
  });
  void connection.closed.then(() => stirred.ring());
  signal.addEventListener('abort', () => stirred.ring());
  const snapshot = (await connection.request('world/subscribe', {})).world;
  world = early.filter((recorded) => recorded.seq > snapshot.seq).reduce(reduce, snapshot);
  await begin();
  for (;;) {
    const heard = stirred.next();
    signal.throwIfAborted();
    const present: World = world;
    if (isSettled(present)) return present;
    checkEnds(present);
    const decision = nextDecision(present);
    if (decision === null) await heard;
    else await decide(connection, decision, () => world ?? present);
  }
}

/** A decision that came too late for the world it was made in is made anew. */
async function decide(
  connection: Connection,
  decision: NonNullable<ReturnType<typeof nextDecision>>,
  world: () => World,
): Promise<void> {
  const before = world().seq;
  try {
    await carryOut(connection, decision);
  } catch (thrown) {
    const outrun = thrown instanceof Fault && thrown.code === 'refused' && world().seq !== before;
    if (!outrun) throw thrown;
  }
}

/** Every task of the demo has landed or was given up, and no process is left. */
function isSettled(world: World): boolean {
  return sessionsOf(world).every((session) => isOver(session) && session.run === null);
}

function checkEnds(world: World): void {
  for (const session of sessionsOf(world)) {
    const expected = session.state === 'failed' && taskOf(session)?.fate === 'discarded';
    const ended = session.state === 'failed' || session.state === 'stuck' || session.state === 'stopped';
    if (!ended || expected) continue;
    const screen = session.exit?.screen.slice(-5).join(' | ') ?? '';
    throw new Fault({
      code: 'refused',
      message: `#${session.id} ${session.task.title} is ${session.state}: ${session.reason ?? ''} ${screen}`.trim(),
      hint: 'this is not how the demo goes',
    });
  }
}

/** A line for everything that was added to a session's history. */
function tell(before: World, after: World, say: (line: string) => void): void {
  for (const session of sessionsOf(after)) {
    const known = before.sessions[session.id]?.history.length ?? 0;
    for (const { what } of session.history.slice(known)) {
      const live = `[live ${placesTaken(after)}/${after.cap}]`;
      say(`${live} #${session.id} ${session.task.title}: ${what.split('\n', 1)[0] ?? ''}`);
    }
  }
}

/** Something one can wait for and that is never missed: what was asked for before it rings, hears it. */
class Stirred {
  #bell = Promise.withResolvers<void>();

  next(): Promise<void> {
    return this.#bell.promise;
  }

  ring(): void {
    const { resolve } = this.#bell;
    this.#bell = Promise.withResolvers();
    resolve();
  }
}
