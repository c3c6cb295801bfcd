import type { World } from '../core/model/world.ts';
import { sessionsOf } from '../core/model/world.ts';
import { sessionSocket } from '../wire/places.ts';
import { type Served, serve } from '../wire/serve.ts';
import { agentAnswers } from './answers/agent.ts';
import { agentJobAnswers } from './answers/jobs.ts';
import type { Crew } from './crew.ts';
import type { SnapshotWatch } from './snapshot-watch.ts';

/** One socket per session with a process: what an agent can reach is what it may do. */
export class SessionSockets {
  readonly #crew: Crew;
  readonly #snapshots: SnapshotWatch;
  readonly #open = new Map<number, Promise<Served>>();

  constructor(crew: Crew, snapshots: SnapshotWatch) {
    this.#crew = crew;
    this.#snapshots = snapshots;
  }

  /** Listens for a session's agent; resolves when it can be heard. */
  async ensure(session: number): Promise<void> {
    const known = this.#open.get(session);
    if (known !== undefined) {
      await known;
      return;
    }
    const opening = serve({
      path: sessionSocket(this.#crew.places, session),
      answers: { ...agentAnswers(this.#crew, session, this.#snapshots), ...agentJobAnswers(this.#crew, session) },
      onBug: (thrown) => this.#crew.log(`a call of the agent of #${session} broke down`, thrown),
    });
    this.#open.set(session, opening);
    try {
      await opening;
    } catch (thrown) {
      this.#open.delete(session);
      throw thrown;
    }
  }

  /** Closes the sockets of sessions whose process has ended. */
  async follow(world: World): Promise<void> {
    const heard = new Set(
      sessionsOf(world)
        .filter((session) => session.run !== null)
        .map((session) => session.id),
    );
    for (const [session, opening] of this.#open) {
      if (heard.has(session)) continue;
      this.#open.delete(session);
      await (await opening).close();
    }
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map(async (opening) => (await opening).close()));
  }
}
