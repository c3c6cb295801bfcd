import { inLane } from '../../git/plumbing/places.ts';
import { isOver } from '../../core/model/session.ts';
import { sessionsOf } from '../../core/model/world.ts';
import type { Crew } from '../crew.ts';
import { type PortRange, freePorts, overlap } from './free-ports.ts';

/** Sessions and gates look in places of their own, so that neither needs to know of the other. */
const forSessions = { from: 20_000, to: 30_000 };
const forGates = { from: 30_000, to: 32_768 };

const defaultCount = 10;

/**
 * Sees to it that a session has ports that no other has; one that has some keeps them. Where none are free it has none:
 * that is written to the log, and no reason not to work.
 */
export async function givePorts(crew: Pick<Crew, 'ledger' | 'places' | 'log'>, id: number): Promise<void> {
  const { ledger, places, log } = crew;
  await inLane(`ports ${places.home}`, async () => {
    const session = ledger.session(id);
    const others = sessionsOf(ledger.world).filter((other) => other.id !== id && !isOver(other));
    const taken = others.flatMap(({ ports }) => ports ?? []);
    const { ports } = session;
    if (ports !== null && !taken.some((other) => overlap(other, ports))) return;
    const count = ledger.world.repos[session.repo]?.config?.ports ?? defaultCount;
    const range = await freePorts({ ...forSessions, count, seeker: `${places.home} #${id}`, taken });
    if (range === null) log(`there are no ${count} free ports in a row for #${id}`);
    else ledger.append({ type: 'ports.given', session: id, ...range });
  });
}

const gates = new Map<string, PortRange>();

/** The ports of a gate's worktree, the same each time as long as they are free. */
export async function gatePorts(gateWorktree: string, count: number): Promise<PortRange | null> {
  return inLane('ports of gates', async () => {
    const known = gates.get(gateWorktree);
    if (known?.count === count) return known;
    gates.delete(gateWorktree);
    const range = await freePorts({ ...forGates, count, seeker: gateWorktree, taken: [...gates.values()] });
    if (range !== null) gates.set(gateWorktree, range);
    return range;
  });
}

/** How a process is told of its ports. */
export function portEnvironment(ports: PortRange | null): Record<string, string> {
  if (ports === null) return {};
  return { SIGNALBOX_PORT: String(ports.first), SIGNALBOX_PORTS: String(ports.count) };
}
