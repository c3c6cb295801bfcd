import { waitsFor } from '../../core/admission.ts';
import { type Session, type State, openQuestions } from '../../core/session.ts';
import { type World, sessionsOf } from '../../core/world.ts';

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
  return {
    tiles: shown.filter(hasTile),
    folded: shown
      .filter((session) => !hasTile(session))
      .toSorted((a, b) => rank(a) - rank(b) || (a.state === 'queued' ? a.id - b.id : b.since - a.since || b.id - a.id)),
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

/** A session's state as the board words it: `asking · 3`, `queued: cap 3/3`, `checking: test`. */
export function stateWords(world: World, session: Session, dot: string): string {
  const questions = openQuestions(session).length;
  switch (session.state) {
    case 'queued': {
      const waits = waitsFor(world, session);
      const rework = session.queuedAs === 'rework' ? ' rework' : '';
      return waits === null ? `queued${rework}` : `queued${rework}: ${waits}`;
    }
    case 'asking':
      return `asking ${dot} ${questions}`;
    case 'working':
    case 'preparing':
      return questions > 0 ? `${session.state} ${dot} ${questions} asked` : session.state;
    case 'checking':
    case 'ready':
    case 'reviewing':
    case 'landing':
    case 'landed':
    case 'stuck':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return session.state;
  }
}

/** The most lines that stand above a tile's picture. */
const attentionLines = 3;

/** What a person should know of a session at a glance, short lines above its picture; often none. */
export function attentionOf(session: Session): readonly string[] {
  const open = openQuestions(session).map((question) => `? ${question.text}`);
  const questions =
    open.length <= attentionLines
      ? open
      : [...open.slice(0, attentionLines - 1), `? ${open.length - attentionLines + 1} more`];
  switch (session.state) {
    case 'stuck':
    case 'failed':
      return [session.reason, ...questions].filter((line) => line !== null).slice(0, attentionLines);
    case 'landing':
      return session.landing?.waits == null ? [] : [session.landing.waits];
    case 'checking':
      return session.gate === null ? [] : [session.gate.doing];
    case 'ready':
    case 'reviewing':
      return session.summary === null ? [] : [session.summary];
    case 'asking':
      return questions;
    case 'working':
    case 'preparing':
      return session.progress === null ? questions : [session.progress, ...questions].slice(0, attentionLines);
    case 'queued':
    case 'landed':
    case 'stopped':
    case 'discarded':
      return [];
  }
}
