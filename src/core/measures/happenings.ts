import { type Session, isOver } from '../model/session.ts';
import { firstLine } from '../words/first-line.ts';

/**
 * What a line of a session's history is.
 * - `person`: the person did it themselves, so it is no news to them.
 * - `quiet`: a step on the way that nobody needs to hear of.
 * - `other`: no rule knows it; it is shown.
 */
export const happeningKinds = [
  'asked',
  'answered',
  'red',
  'passed',
  'stuck',
  'failed',
  'ended',
  'landed',
  'landing',
  'proposed',
  'person',
  'quiet',
  'other',
] as const;
export type HappeningKind = (typeof happeningKinds)[number];

/** Something that happened to a session, a short sentence. */
export interface Happening {
  readonly at: number;
  readonly kind: HappeningKind;
  readonly text: string;
  /** How often in a row: lines that say the same in a row are one. */
  readonly times: number;
}

/** The first pattern that fits decides. The sentences are those that the reducers write. */
const patterns: readonly (readonly [RegExp, HappeningKind])[] = [
  [/^(asked: |wants to: )/, 'asked'],
  [/^answered question \d+ by a convention: /, 'answered'],
  [/^gate red: /, 'red'],
  [/merged result is red now$/, 'red'],
  [/^gate (green|unchecked|flaky|unchanged)$/, 'passed'],
  [/^(stuck|blocked): /, 'stuck'],
  [/^failed: /, 'failed'],
  [/ broke down: /, 'failed'],
  [/^(landed as |closed: )/, 'landed'],
  [/^(landing waits: |pull request )|^the approval is void: /, 'landing'],
  [/^proposed: /, 'proposed'],
  [/^(answered question |answered in its terminal|boundary widened|the answer to question )/, 'person'],
  [/^(taken in hand|deferred|approved|rejected|the approval was taken back)/, 'person'],
  [/^(resumed|restored|reset: |the task was written anew|proposal \d+ )/, 'person'],
  [/^(stopped|discarded): .*by hand/, 'person'],
  [/^(stopped|discarded): /, 'ended'],
  [/^(queued|preparing its worktree|finished|its turn ended|says it is done|worktree removed)/, 'quiet'],
  [/^(round \d+ started|takes the landing of |the target moved before the landing|told of a clash: )/, 'quiet'],
  [/^job .* ended with status 0$/, 'quiet'],
  [/^job .* (ended with status \d+|killed by \S+|gone: it left no exit status)$/, 'failed'],
  [/^(job |goes on with the news|waits for )/, 'quiet'],
  [/^(agent |goes on in its terminal|the agent dropped its question)/, 'quiet'],
];

/** What a line of the history is. */
export function kindOfLine(what: string): HappeningKind {
  const line = firstLine(what);
  return patterns.find(([pattern]) => pattern.test(line))?.[1] ?? 'other';
}

/** Whether it is news to a person who was not there. */
export function isNews({ kind }: Pick<Happening, 'kind'>): boolean {
  return kind !== 'quiet' && kind !== 'person';
}

/** What happened to a session after `since`, oldest first, without the quiet steps. */
export function happeningsOf(session: Session, since: number): readonly Happening[] {
  const found: Happening[] = [];
  for (const { at, what } of entriesAfter(session, since)) {
    const kind = lineKind(session, what, at);
    if (kind === 'quiet') continue;
    const text = firstLine(what);
    const last = found.at(-1);
    if (last?.text === text) found[found.length - 1] = { ...last, at, times: last.times + 1 };
    else found.push({ at, kind, text, times: 1 });
  }
  return found;
}

/** A process that died is a failure only where its session failed by it. */
function lineKind(session: Session, what: string, at: number): HappeningKind {
  const kind = kindOfLine(what);
  const died = kind === 'quiet' && what.startsWith('agent ') && session.state === 'failed' && session.since === at;
  return died ? 'failed' : kind;
}

/** Histories are long, and what is new is at their end. */
function entriesAfter({ history }: Session, since: number): Session['history'] {
  let first = history.length;
  while (first > 0 && (history[first - 1]?.at ?? 0) > since) first--;
  return history.slice(first);
}

/** When the person last looked at a session, or did something with it themselves; its beginning when neither was. */
export function lastLook(session: Session): number {
  const looked = session.lookedAt ?? 0;
  for (let index = session.history.length - 1; index >= 0; index--) {
    const entry = session.history[index];
    if (entry === undefined || entry.at <= looked) break;
    if (kindOfLine(entry.what) === 'person') return entry.at;
  }
  return session.lookedAt ?? session.createdAt;
}

/** What is news of a session since the person looked last. */
export function newsOf(session: Session): readonly Happening[] {
  return happeningsOf(session, lastLook(session)).filter(isNews);
}

/** How much news there is of a session. What is over says so itself. */
export function newsCount(session: Session): number {
  return isOver(session) ? 0 : newsOf(session).length;
}
