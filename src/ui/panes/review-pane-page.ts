import { capWords } from '../../core/words/cap-words.ts';
import { placesTaken } from '../../core/rules/admission.ts';
import { outlookInWords } from '../../core/words/evidence-words.ts';
import { landingOrder, landingWait } from '../../core/rules/landing-place.ts';
import { reviewQueue, whyNext } from '../../core/rules/review-queue.ts';
import { type Session, openQuestions, saidOf } from '../../core/model/session.ts';
import { type ChangedFile, type Verdict, countLines } from '../../core/model/verdict.ts';
import { type World, reviewsWaiting, sessionsOf } from '../../core/model/world.ts';
import type { Glyphs } from '../glyphs.ts';
import { pileWords } from '../state/board.ts';
import { age, timeOfDay } from '../text/duration.ts';
import { fit, wrap } from '../text/fit.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { checkLines, warningLines } from './review-pane-gate.ts';
import { type Page, type StyledLine, line } from '../text/styled-line.ts';

/** What the review pane is made from. */
export interface ReviewPaneSubject {
  readonly world: World;
  /** null: every repository. */
  readonly repo: string | null;
  readonly now: number;
  readonly glyphs: Glyphs;
  readonly columns: number;
}

const minuteMs = 60_000;
/** Changed files that the pane names. */
const shownFiles = 8;

/** The one item that comes next, or is in hand. */
function nextReview({ world, repo }: Pick<ReviewPaneSubject, 'world' | 'repo'>): Session | null {
  const inHand = world.inHand === null ? undefined : world.sessions[world.inHand.session];
  const queue = reviewQueue(world).filter((session) => repo === null || session.repo === repo);
  return inHand ?? queue[0] ?? null;
}

/** The pane's heading: `Review · 1 of 2`. */
export function reviewHeading(subject: Pick<ReviewPaneSubject, 'world' | 'repo' | 'glyphs'>): string {
  const waiting = reviewQueue(subject.world).filter(
    ({ repo }) => subject.repo === null || repo === subject.repo,
  ).length;
  const all = waiting + (subject.world.inHand === null ? 0 : 1);
  return all === 0 ? 'Review' : `Review ${subject.glyphs.dot} 1 of ${all}`;
}

/** One item at a time: why it is next, what was verified, how large it is; and the limits at work. */
export function reviewPanePage(subject: ReviewPaneSubject): Page {
  const session = nextReview(subject);
  const lines = session === null ? nothingToReview(subject) : itemLines(subject, session);
  return { lines: [...lines, [], ...landingLines(subject), ...backpressure(subject)], focus: 0, cursor: null };
}

function itemLines(subject: ReviewPaneSubject, session: Session): StyledLine[] {
  const { world, now, glyphs, columns } = subject;
  const { verdict, change } = session;
  // Words that stay in sight change when the clock's minute does.
  const minute = Math.floor(now / minuteMs) * minuteMs;
  const waited = session.readyAt === null ? '' : ` ${glyphs.dot} ${age(session.readyAt, now)}`;
  const held = world.inHand?.session === session.id ? `in hand since ${timeOfDay(world.inHand.since)}` : null;
  const lines: StyledLine[] = [
    [
      { text: `#${session.id} ${pileWords(session)}`, strong: true, tone: 'needsYou' },
      { text: oneLine(session.task.title), strong: true },
    ],
    ...wrap(
      `round ${session.round}${waited} ${glyphs.dot} ${held ?? `next: ${whyNext(world, session, minute)}`}`,
      columns,
    ).map((text) => line(text, 'quiet')),
    [],
  ];
  const summary = plainText(saidOf(session)).trim();
  const words = summary === '' ? ['(no summary handed in)'] : wrap(summary, columns);
  lines.push(...words.slice(0, 5).map((text) => line(text)), []);
  if (verdict === null) return [...lines, line('not judged yet', 'quiet')];
  const target = world.repos[session.repo]?.target ?? '';
  lines.push(line(`on ${oneLine(target)} ${verdict.target.slice(0, 7)}:`, 'quiet'));
  const gate = { world, session, verdict, glyphs, columns };
  lines.push(...checkLines(gate));
  lines.push(...movedLines(subject, { session, verdict }));
  const { added, removed } = countLines(verdict.files);
  const size = verdict.files.length > 0 ? { files: verdict.files.length, added, removed } : change;
  const outside = verdict.reasons.some((reason) => reason.kind === 'scope');
  const scope = session.task.scope.length === 0 ? 'no boundary set' : outside ? 'OUT OF SCOPE' : 'in scope';
  lines.push(
    line(
      `${size.files} ${size.files === 1 ? 'file' : 'files'} +${size.added} ${glyphs.minus}${size.removed} ${glyphs.dot} ${scope}`,
    ),
  );
  lines.push(...warningLines(gate));
  if (session.evidence.length > 0) {
    const names = session.evidence.map(({ name }) => oneLine(name)).join(', ');
    lines.push(...wrap(`evidence: ${names}`, columns).map((text) => line(text, 'quiet')));
  }
  lines.push(...fileLines(verdict, glyphs));
  const open = openQuestions(session).length;
  if (open > 0) lines.push(line(`${open} questions still open`, 'needsYou'));
  return lines;
}

/** The target is not where it was judged: how it would fare there, where that is known. */
function movedLines(
  { world, glyphs, columns }: ReviewPaneSubject,
  { session, verdict }: { session: Session; verdict: Verdict },
): StyledLine[] {
  const { targetCommit, target } = world.repos[session.repo] ?? { targetCommit: null, target: '' };
  if (targetCommit === null || targetCommit === verdict.target) return [];
  const { outlook } = session;
  if (outlook !== null && outlook.target === targetCommit) {
    const words = `${glyphs.warn} ${outlookInWords(outlook, oneLine(target))}`;
    return wrap(oneLine(words), columns).map((text) => line(text, 'needsYou', true));
  }
  const moved = `${oneLine(target)} moved to ${targetCommit.slice(0, 7)} since: it is judged again before it lands`;
  return wrap(moved, columns).map((text) => line(text, 'quiet'));
}

/** What is approved, in the order in which it lands, and what each waits for. */
function landingLines({ world, repo, glyphs, columns }: ReviewPaneSubject): StyledLine[] {
  const order = landingOrder(world, repo);
  if (order.length === 0) return [];
  return [
    line(`Landing ${glyphs.dot} ${order.length}`, 'plain', true),
    ...order.map((session, at): StyledLine => {
      const waits = landingWait(world, session) ?? 'on its way';
      const words = `${at + 1}. #${session.id} ${oneLine(session.task.title)}: ${oneLine(waits)}`;
      return line(fit(words, columns, glyphs.ellipsis), 'quiet');
    }),
    [],
  ];
}

function linesOf(file: ChangedFile): number {
  return (file.added ?? 0) + (file.removed ?? 0);
}

/** The largest changes by name, so that one knows what is coming. */
function fileLines(verdict: NonNullable<Session['verdict']>, glyphs: Glyphs): StyledLine[] {
  const largest = verdict.files.toSorted((a, b) => linesOf(b) - linesOf(a)).slice(0, shownFiles);
  const lines = largest.map((file): StyledLine => {
    const count = file.added === null ? 'binary' : `+${file.added} ${glyphs.minus}${file.removed ?? 0}`;
    return [{ text: `  ${oneLine(file.path)} ` }, { text: count, tone: 'quiet' }];
  });
  const more = verdict.files.length - largest.length;
  return more > 0 ? [...lines, line(`  ${glyphs.ellipsis} ${more} more`, 'quiet')] : lines;
}

function nothingToReview({ world, repo, glyphs, columns }: ReviewPaneSubject): StyledLine[] {
  const here = sessionsOf(world).filter((session) => repo === null || session.repo === repo);
  const count = (state: Session['state']): number => here.filter((session) => session.state === state).length;
  const words = (['preparing', 'working', 'asking', 'checking', 'landing', 'stuck', 'failed'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`);
  const going = words.length === 0 ? 'No agent is at work. n writes a task.' : `${words.join(` ${glyphs.dot} `)}.`;
  return [line('Nothing to review.', 'plain', true), [], ...wrap(going, columns).map((text) => line(text, 'quiet'))];
}

/** What the limits hold back now, so that a person sees why nothing starts. */
function backpressure({ world, repo, glyphs, columns }: ReviewPaneSubject): StyledLine[] {
  const queued = sessionsOf(world).filter((session) => session.state === 'queued').length;
  const more = Math.max(
    0,
    reviewQueue(world).filter((item) => repo === null || item.repo === repo).length - (world.inHand === null ? 1 : 0),
  );
  const waiting = reviewsWaiting(world);
  const parts = [more > 0 ? `${more} more` : ''];
  if (waiting >= world.reviewLimit) parts.push(`starts held: ${waiting} reviews waiting, limit ${world.reviewLimit}`);
  else if (placesTaken(world) >= world.cap) parts.push(`starts held: cap ${placesTaken(world)}/${world.cap}`);
  else if (queued > 0) parts.push(`${queued} queued`);
  else {
    const room = world.cap - placesTaken(world);
    parts.push(`room for ${room} more ${room === 1 ? 'agent' : 'agents'}`);
  }
  const why = capWords(world);
  const words = [
    parts.filter((part) => part !== '').join(` ${glyphs.dot} `),
    ...(why === null ? [] : wrap(why, columns)),
  ];
  return words.map((text) => line(text, 'quiet'));
}
