import { waitsFor } from './admission.ts';
import { type Session, type State, openQuestions } from './session.ts';
import { countLines } from './verdict.ts';
import type { World } from './world.ts';

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
  };
}

/** What a queued or landing session waits for. */
export function waitsSentence(world: World, session: Session): string | null {
  return waitsFor(world, session) ?? session.landing?.waits ?? null;
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
      if (session.ending !== null) return 'waiting for its process to end, then the next round';
      if (session.run?.phase === 'wanted') return 'starting';
      return doing(session);
    case 'asking': {
      const open = openQuestions(session).length;
      return `${open} ${open === 1 ? 'question' : 'questions'}`;
    }
    case 'checking':
      return session.gate?.doing ?? 'gate';
    case 'ready':
      return session.gate === null ? 'waits for review' : `the target moved: ${session.gate.doing}`;
    case 'reviewing':
      return 'in hand';
    case 'landing':
      return session.landing?.waits ?? (session.gate === null ? 'landing' : `the target moved: ${session.gate.doing}`);
    case 'landed':
      return session.landed?.commit == null ? 'a report' : session.landed.commit.slice(0, 7);
    case 'stuck':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return session.reason ?? session.state;
  }
}
