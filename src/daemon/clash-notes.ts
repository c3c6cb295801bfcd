import { type Session, isHandedIn } from '../core/model/session.ts';
import type { Clash, Repo, World } from '../core/model/world.ts';
import type { Forecast, WorkName } from '../git/forecast/forecast.ts';

/** Files that are named to an agent at most. */
const namedFiles = 12;

/** A forecast as the world keeps it: each clash once, with the younger of the two. */
export function clashesOf(forecast: Forecast): Clash[] {
  const clashes: Clash[] = [];
  for (const [id, files] of forecast.target)
    if (id !== 'you') clashes.push({ session: id, with: 'target', files: [...files] });
  for (const { works, files } of forecast.pairs) {
    const [session, other] = works.toSorted(byAge);
    if (session === undefined || session === 'you' || other === undefined) continue;
    clashes.push({ session, with: other, files: [...files] });
  }
  return clashes.toSorted((a, b) => a.session - b.session || orderOf(a.with) - orderOf(b.with));
}

/** The younger session first, the person last. */
const byAge = (a: WorkName, b: WorkName): number => (b === 'you' ? -1 : b) - (a === 'you' ? -1 : a);

function orderOf(other: Clash['with']): number {
  if (other === 'target') return -2;
  return other === 'you' ? -1 : other;
}

/** Whether its agent can still do something about a clash. */
const canAct = ({ state, queuedAs }: Session): boolean =>
  state === 'working' || state === 'asking' || (state === 'queued' && queuedAs === 'rework');

/** Clashes that will come unless somebody acts: with the target, and with older work that is handed in. */
export function certainClashes(world: World, clashes: readonly Clash[]): Clash[] {
  return clashes.filter((clash) => {
    const session = world.sessions[clash.session];
    if (session === undefined || !canAct(session) || clash.with === 'you' || wasTold(session, clash)) return false;
    const other = clash.with === 'target' ? undefined : world.sessions[clash.with];
    return clash.with === 'target' || (other !== undefined && isHandedIn(other));
  });
}

/** The name under which it is remembered that a clash was told. */
export function clashName({ with: other, files }: Clash): string {
  return `${other === 'target' ? other : `#${other}`} in ${files.join(', ')}`;
}

/** A part of what was told needs not be told again. */
function wasTold(session: Session, clash: Clash): boolean {
  const start = clashName({ ...clash, files: [] });
  return session.toldClashes.some((told) => {
    const files = told.startsWith(start) ? told.slice(start.length).split(', ') : [];
    return told === clashName(clash) || (files.length > 0 && clash.files.every((file) => files.includes(file)));
  });
}

/** What the younger session's agent is told. */
export function clashText(world: World, repo: Repo, clash: Clash): string {
  const files = listed(clash.files);
  const { target } = repo;
  if (clash.with === 'target') {
    return `Your work is in conflict with what is on ${target} by now, in ${files}. Run \`git merge ${target}\` in your worktree, resolve it, and go on.`;
  }
  const title = world.sessions[Number(clash.with)]?.task.title ?? '';
  return [
    `Your work will be in conflict with #${clash.with} "${title}", which is handed in and came before yours, in ${files}.`,
    'Keep to your own part of the task there and leave alone what you need not change.',
    `When #${clash.with} has landed, run \`git merge ${target}\` in your worktree and resolve what is left.`,
  ].join(' ');
}

function listed(files: readonly string[]): string {
  const named = files.slice(0, namedFiles);
  const more = files.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  const last = named.at(-1) ?? '';
  return named.length < 2 ? last : `${named.slice(0, -1).join(', ')} and ${last}`;
}
