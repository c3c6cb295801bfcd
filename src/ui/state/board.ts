import { queueOf, waitsFor } from '../../core/rules/admission.ts';
import { leadStanding, openProposals, restsForTasks } from '../../core/rules/lead.ts';
import { landingPlace } from '../../core/rules/landing-place.ts';
import { type Session, type State, openQuestions } from '../../core/model/session.ts';
import { waitsForTarget } from '../../core/rules/target-red.ts';
import { type World, sessionsOf } from '../../core/model/world.ts';

/** Sessions with a tile; the others fold to a line. */
function hasTile(session: Session): boolean {
  return session.run !== null || tileStates.has(session.state);
}

const tileStates: ReadonlySet<State> = new Set([
  'preparing',
  'working',
  'asking',
  'checking',
  'ready',
  'reviewing',
  'landing',
  'stuck',
  'failed',
]);

const foldedOrder: readonly State[] = ['queued', 'stopped', 'landed', 'discarded'];

/** The pile of tasks of which one at a time is under way stands before the other. */
function pile({ task }: Session): number {
  return task.kind === 'judgement' ? 0 : 1;
}

/** What the board shows, in its order. */
export interface BoardSessions {
  readonly tiles: readonly Session[];
  readonly folded: readonly Session[];
}

/** The sessions of the board: `repo` null for every repository, `filter` empty for all of them. */
export function boardSessions(world: World, choice: { repo: string | null; filter: string }): BoardSessions {
  const shown = sessionsOf(world).filter(
    (session) => (choice.repo === null || session.repo === choice.repo) && matches(session, choice.filter),
  );
  const queue = queueOf(world);
  return {
    tiles: shown.filter(hasTile).toSorted((a, b) => pile(a) - pile(b)),
    folded: shown
      .filter((session) => !hasTile(session))
      .toSorted(
        (a, b) =>
          rank(a) - rank(b) ||
          (a.state === 'queued' ? queue.indexOf(a) - queue.indexOf(b) : b.since - a.since || b.id - a.id),
      ),
  };
}

function rank(session: Session): number {
  return foldedOrder.indexOf(session.state);
}

function matches(session: Session, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return true;
  const texts = [session.task.title, session.state, session.task.agent, `#${session.id}`, String(session.id)];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

/** The words before a title that tell the two piles apart; an isolated task has none. */
export function pileWords({ task }: Session): string {
  return task.kind === 'judgement' ? 'judgement: ' : '';
}

/** A session's state as the board words it: `asking · 3`, `queued: cap 3/3`, `working · retrying`. */
export function stateWords(world: World, session: Session, dot: string): string {
  const questions = openQuestions(session).length;
  const proposed = openProposals(session).length;
  switch (session.state) {
    case 'queued': {
      const waits = waitsFor(world, session);
      if (restsForTasks(world, session) !== null) return leadWords(world, session);
      const rework = session.queuedAs === 'rework' ? ' rework' : '';
      const proposes = proposed === 0 ? '' : `proposes ${proposed === 1 ? '1 task' : `${proposed} tasks`}, `;
      return `${proposes}${waits === null ? `queued${rework}` : `queued${rework}: ${waits}`}`;
    }
    case 'asking':
      return `asking ${dot} ${questions}`;
    case 'working':
    case 'preparing':
      return [
        session.state,
        activityWord(session),
        questions > 0 ? `${questions} asked` : null,
        proposed > 0 ? `${proposed} proposed` : null,
      ]
        .filter((word) => word !== null)
        .join(` ${dot} `);
    case 'checking':
      return waitsForTarget(session) && session.gate === null ? `checking ${dot} waits` : 'checking';
    case 'landing': {
      const place = landingPlace(world, session);
      return place === null || place.of === 1 ? 'landing' : `landing ${dot} ${place.place} of ${place.of}`;
    }
    case 'landed':
      return session.undoneBy === null ? 'landed' : `landed, undone by #${session.undoneBy}`;
    case 'ready':
    case 'reviewing':
    case 'stuck':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return session.state;
  }
}

/** What a working agent that stays is doing, where it is not simply at work; of a plain command nothing is known. */
function activityWord({ state, run, ending }: Session): string | null {
  if (state !== 'working' || ending !== null || run === null || run.takes === null) return null;
  switch (run.activity.kind) {
    case 'working':
      return null;
    case 'unknown':
    case 'starting':
    case 'retrying':
      return run.activity.kind;
    case 'background':
      return 'in the background';
    case 'held':
      return 'turn over';
    case 'resting':
      return 'at rest';
  }
}

/** `proposes 3 tasks, waits for its tasks: 1 of 2 landed`. */
function leadWords(world: World, session: Session): string {
  const { undecided, landed, of } = leadStanding(world, session);
  const parts = [
    ...(undecided === 0 ? [] : [`proposes ${undecided === 1 ? '1 task' : `${undecided} tasks`}`]),
    ...(of === 0 ? [] : [`waits for its tasks: ${landed} of ${of} landed`]),
  ];
  return parts.join(', ');
}
