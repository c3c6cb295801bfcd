import { closedWords } from './closed-words.ts';
import { firstLine } from './first-line.ts';
import { waitsFor } from '../rules/admission.ts';
import { leadWaits, restsForTasks } from '../rules/lead.ts';
import { type Run, type Session, type State, openDialogs, openQuestions } from '../model/session.ts';
import type { World } from '../model/world.ts';

/** Why a session is in its state: `signalbox show ID --why`. Times in milliseconds since the epoch. */
export interface StateReason {
  readonly id: number;
  readonly state: State;
  readonly since: number;
  /** The rule that keeps it there, a sentence. */
  readonly because: string;
  /** What happened at the moment in which it came there; null when nothing is written down of it. */
  readonly event: string | null;
  /** The agent's signal that was heard in that moment; null when it was no signal. */
  readonly signal: string | null;
  /** What its agent is doing as far as anything tells; null while it has no process. */
  readonly activity: Run['activity'] | null;
  /** The agent's own helpers; null: none. */
  readonly subWork: string | null;
  /** The last that was seen of its agent, newest last. */
  readonly observations: Session['observations'];
}

export function explainState(world: World, session: Session): StateReason {
  const { id, state, since, run, observations } = session;
  const happened = session.history.filter((entry) => entry.at === since).map((entry) => firstLine(entry.what));
  const seen = observations.findLast((observation) => observation.at === since);
  return {
    id,
    state,
    since,
    because: rule(world, session),
    event: happened.length === 0 ? null : happened.join('; '),
    signal: seen?.rule ?? null,
    activity: run?.activity ?? null,
    subWork: run?.subWork ?? null,
    observations,
  };
}

function rule(world: World, session: Session): string {
  switch (session.state) {
    case 'queued':
      if (restsForTasks(world, session) !== null)
        return `it leads and has come to rest: it waits for ${leadWaits(world, session) ?? 'its tasks'}`;
      return `it waits for admission: ${waitsFor(world, session) ?? 'nothing, it starts next'}`;
    case 'preparing':
      return `it has a place, and ${session.worktree === null ? 'its worktree is being made' : 'its worktree is being set up'}`;
    case 'working':
      return working(session);
    case 'asking':
      return asking(session);
    case 'checking':
      return `its work was handed in, and the gate has not decided: ${session.gate?.doing ?? 'it starts'}`;
    case 'ready':
      return `${passed(session)}; it waits for a person to review it`;
    case 'reviewing':
      return 'a person has taken it in hand';
    case 'landing':
      return `a person has approved it: ${session.landing?.waits ?? session.gate?.doing ?? 'it is being landed'}`;
    case 'landed':
      return session.landed?.commit == null
        ? `it was closed: ${closedWords(session)}`
        : `it has landed as ${session.landed.commit}`;
    case 'stuck':
      return `it needs a person: ${session.reason ?? 'nothing says why'}`;
    case 'failed':
    case 'stopped':
    case 'discarded':
      return session.reason ?? `it is ${session.state}`;
  }
}

function working(session: Session): string {
  const { run, ending } = session;
  if (ending?.why === 'reset') return 'it was reset: it goes on in a new process that remembers nothing';
  if (ending !== null) return 'it goes on in a new process: the end of the present one is waited for';
  if (run === null || run.phase === 'wanted') return 'it has a place, and its process is being started';
  const process = `its process runs (pid ${run.pid ?? 'unknown'})`;
  if (run.takes === null) return `${process}; it is a plain command, of which only its end tells`;
  const { kind, rule: signal } = run.activity;
  const open = openQuestions(session).filter((question) => question.blocking);
  const still = open.length === 0 ? '' : `; ${questions(open)} open, and it has not come to rest`;
  return `${process} and is ${kind} [${signal}]${still}`;
}

function asking(session: Session): string {
  const { run } = session;
  const dialogs = openDialogs(session);
  const open = openQuestions(session).filter((question) => question.blocking);
  return `${questions(open)} open and blocking, and ${waits()}`;

  function waits(): string {
    if (run === null) return 'its process has ended to wait for the answer';
    if (dialogs.length > 0) return 'its dialog waits in its terminal';
    return run.waiting ? 'it waits inside a call of its own' : `its input rests [${run.activity.rule}]`;
  }
}

function questions(open: readonly Session['questions'][number][]): string {
  const named = open
    .map(({ number, about }) => (about === 'question' ? `${number}` : `${number} (${about})`))
    .join(', ');
  return open.length === 1 ? `question ${named} is` : `questions ${named} are`;
}

function passed({ verdict }: Session): string {
  if (verdict === null) return 'the gate let it pass';
  return `the gate was ${verdict.kind} on ${verdict.target.slice(0, 7)}`;
}
