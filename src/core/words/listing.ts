import { closedWords } from './closed-words.ts';
import { waitsFor } from '../rules/admission.ts';
import { type OwnClash, clashesOf } from '../rules/clashes.ts';
import { type Session, type State, openQuestions } from '../model/session.ts';
import { tamperedWords } from './tampered-words.ts';
import { apartWords, targetRedWords, waitsForTarget } from '../rules/target-red.ts';
import { countLines } from '../model/verdict.ts';
import type { World } from '../model/world.ts';

/** One session as `signalbox list --json` prints it. */
export interface ListedSession {
  readonly id: number;
  readonly title: string;
  readonly state: State;
  /** What it is doing inside its state, one line; `unknown` when nothing tells. */
  readonly activity: string;
  readonly kind: string;
  readonly agent: string;
  readonly branch: string | null;
  readonly worktree: string | null;
  readonly round: number;
  /** What it waits for, a sentence; null when nothing. */
  readonly waits: string | null;
  /** Open questions. */
  readonly questions: number;
  readonly files: number;
  readonly added: number;
  readonly removed: number;
  /** Exit status of the agent's last run; null while none has ended, or when a signal ended it. */
  readonly exit: number | null;
  /** Conflicts to come: with a session by its number, with the target, or with the person's own changes. */
  readonly clashes: readonly OwnClash[];
  /** The session whose landing it takes back; null for all others. */
  readonly undoes: number | null;
  /** The session whose landing took this one's back. */
  readonly undoneBy: number | null;
}

export function listSession(world: World, session: Session): ListedSession {
  const change = changeOf(session);
  return {
    id: session.id,
    title: session.task.title,
    state: session.state,
    activity: activityOf(world, session),
    kind: session.task.kind,
    agent: session.task.agent,
    branch: session.worktree?.branch ?? null,
    worktree: session.worktree?.path ?? null,
    round: session.round,
    waits: waitsSentence(world, session),
    questions: openQuestions(session).length,
    ...change,
    exit: session.exit?.exit ?? null,
    clashes: clashesOf(world, session),
    undoes: session.undoes?.session ?? null,
    undoneBy: session.undoneBy,
  };
}

/** What a session waits for: a queued or landing one, and one that is done while its target is red. */
export function waitsSentence(world: World, session: Session): string | null {
  const { verdict, landing } = session;
  if (verdict !== null && waitsForTarget(session)) return targetRedWords(verdict);
  return waitsFor(world, session) ?? tampered(world, session) ?? landing?.waits ?? null;
}

/** Nothing lands while somebody has changed what git does to everybody. */
function tampered(world: World, { state, landing, repo }: Session): string | null {
  const changes = world.repos[repo]?.tampered ?? [];
  if (changes.length === 0 || state !== 'landing' || landing === null) return null;
  return landing.intent !== null || landing.pullRequest !== null ? null : tamperedWords(changes);
}

/** Files and lines: of the judged work once there is a verdict on it, else of the worktree. */
export function changeOf(session: Session): { files: number; added: number; removed: number } {
  const judged = session.verdict;
  const settled =
    session.state === 'ready' ||
    session.state === 'reviewing' ||
    session.state === 'landing' ||
    session.state === 'landed';
  if (!settled || judged === null) return session.change;
  return { files: judged.files.length, ...countLines(judged.files) };
}

/** What a working agent is at: as its adapter sees it, else in its own words; `unknown` when nothing tells. */
function doing({ run, progress }: Session): string {
  const { kind, words } = run?.activity ?? { kind: 'unknown', words: null };
  const said = progress ?? 'unknown';
  switch (kind) {
    case 'unknown':
      return said;
    case 'starting':
      return 'starting';
    case 'working':
      return words ?? progress ?? 'working';
    case 'retrying':
      return `its model does not answer: ${words ?? 'tries again'}`;
    case 'background':
      return `its turn is over, still running: ${words ?? 'background work'}`;
    case 'held':
      return 'its turn is over';
    case 'resting':
      return words === null ? 'its input rests' : `its input rests: ${words}`;
  }
}

/** One line on what is going on inside a state. */
export function activityOf(world: World, session: Session): string {
  switch (session.state) {
    case 'queued':
      return waitsFor(world, session) ?? 'starts next';
    case 'preparing':
      return session.worktree === null ? 'making its worktree' : 'set-up';
    case 'working':
      if (session.ending?.why === 'reset') return 'its process ends, then it starts with a fresh context';
      if (session.ending !== null) return 'waiting for its process to end, then the next round';
      if (session.run?.phase === 'wanted') return 'starting';
      return doing(session);
    case 'asking': {
      const open = openQuestions(session).length;
      return `${open} ${open === 1 ? 'question' : 'questions'}`;
    }
    case 'checking':
      if (session.gate !== null || session.verdict === null || !waitsForTarget(session))
        return session.gate?.doing ?? 'gate';
      return apartWords(session.verdict) ?? 'waits for the target';
    case 'ready':
      if (session.gate !== null) return `the target moved: ${session.gate.doing}`;
      return session.outlook === null ? 'waits for review' : `waits for review; now ${session.outlook.why}`;
    case 'reviewing':
      return session.outlook === null ? 'in hand' : `in hand; on the target as it is now: ${session.outlook.why}`;
    case 'landing': {
      const going = session.gate === null ? 'landing' : `the target moved: ${session.gate.doing}`;
      return waitsSentence(world, session) ?? going;
    }
    case 'landed':
      return landedWords(session);
    case 'stuck':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return session.reason ?? session.state;
  }
}

function landedWords(session: Session): string {
  const { landed, undoneBy } = session;
  if (landed?.commit == null) return closedWords(session);
  const commit = landed.commit.slice(0, 7);
  return undoneBy === null ? commit : `${commit}, taken back by #${undoneBy}`;
}
