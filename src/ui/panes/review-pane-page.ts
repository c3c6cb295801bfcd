import { placesTaken } from '../../core/admission.ts';
import { reviewQueue, whyNext } from '../../core/review-queue.ts';
import { type Session, openQuestions, saidOf } from '../../core/session.ts';
import { type ChangedFile, countLines } from '../../core/verdict.ts';
import { type World, reviewsWaiting, sessionsOf } from '../../core/world.ts';
import type { Glyphs } from '../glyphs.ts';
import { age, checkDuration, timeOfDay } from '../text/duration.ts';
import { wrap } from '../text/fit.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { type Page, type StyledLine, type Tone, line } from '../text/styled-line.ts';

/** What the review pane is made from. */
export interface ReviewPaneSubject {
  readonly world: World;
  /** null: every repository. */
  readonly repo: string | null;
  readonly now: number;
  readonly glyphs: Glyphs;
  readonly columns: number;
}

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
  return { lines: [...lines, [], ...backpressure(subject)], focus: 0, cursor: null };
}

function itemLines(subject: ReviewPaneSubject, session: Session): StyledLine[] {
  const { world, now, glyphs, columns } = subject;
  const { verdict, change } = session;
  const waited = session.readyAt === null ? '' : ` ${glyphs.dot} ${age(session.readyAt, now)}`;
  const held = world.inHand?.session === session.id ? `in hand since ${timeOfDay(world.inHand.since)}` : null;
  const lines: StyledLine[] = [
    [
      { text: `#${session.id} `, strong: true, tone: 'needsYou' },
      { text: oneLine(session.task.title), strong: true },
    ],
    line(`round ${session.round}${waited} ${glyphs.dot} ${held ?? `next: ${whyNext(world, session)}`}`, 'quiet'),
    [],
  ];
  const summary = plainText(saidOf(session)).trim();
  const words = summary === '' ? ['(no summary handed in)'] : wrap(summary, columns);
  lines.push(...words.slice(0, 5).map((text) => line(text)), []);
  if (verdict === null) return [...lines, line('not judged yet', 'quiet')];
  const target = world.repos[session.repo]?.target ?? '';
  lines.push(line(`on ${oneLine(target)} ${verdict.target.slice(0, 7)}:`, 'quiet'));
  lines.push(...checkLines(verdict, glyphs));
  const { targetCommit } = world.repos[session.repo] ?? { targetCommit: null };
  if (targetCommit !== null && targetCommit !== verdict.target) {
    const moved = `${oneLine(target)} moved to ${targetCommit.slice(0, 7)} since: it is judged again before it lands`;
    lines.push(...wrap(moved, columns).map((text) => line(text, 'quiet')));
  }
  const { added, removed } = countLines(verdict.files);
  const size = verdict.files.length > 0 ? { files: verdict.files.length, added, removed } : change;
  const outside = verdict.reasons.some((reason) => reason.kind === 'scope');
  const scope = session.task.scope.length === 0 ? 'no boundary set' : outside ? 'OUT OF SCOPE' : 'in scope';
  lines.push(
    line(
      `${size.files} ${size.files === 1 ? 'file' : 'files'} +${size.added} ${glyphs.minus}${size.removed} ${glyphs.dot} ${scope}`,
    ),
  );
  for (const note of verdict.notes) {
    lines.push(...wrap(`${glyphs.warn} ${oneLine(note)}`, columns).map((text) => line(text, 'needsYou')));
  }
  lines.push(...fileLines(verdict, glyphs));
  const open = openQuestions(session).length;
  if (open > 0) lines.push(line(`${open} questions still open`, 'needsYou'));
  return lines;
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

function checkLines(verdict: NonNullable<Session['verdict']>, glyphs: Glyphs): StyledLine[] {
  if (verdict.kind === 'unchecked')
    return [line(`${glyphs.warn} nothing was verified: no check is configured`, 'needsYou', true)];
  if (verdict.kind === 'unchanged') return [line('nothing differs from the target: a report', 'needsYou')];
  return verdict.checks.map((check): StyledLine => {
    const look: Record<typeof check.outcome, { glyph: string; tone: Tone; word: string }> = {
      green: { glyph: glyphs.ok, tone: 'good', word: '' },
      red: { glyph: glyphs.bad, tone: 'bad', word: ' red' },
      flaky: { glyph: glyphs.warn, tone: 'needsYou', word: ' flaky' },
      infrastructure: { glyph: glyphs.warn, tone: 'needsYou', word: ' did not run to its end' },
      skipped: { glyph: glyphs.skipped, tone: 'quiet', word: ' skipped' },
    };
    const { glyph, tone, word } = look[check.outcome];
    const time = check.outcome === 'skipped' ? '' : ` ${checkDuration(check.durationMs)}`;
    return [
      { text: `${glyph} `, tone, strong: true },
      { text: `${oneLine(check.name)}${word}` },
      { text: time, tone: 'quiet' },
    ];
  });
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
function backpressure({ world, repo, glyphs }: ReviewPaneSubject): StyledLine[] {
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
  return [line(parts.filter((part) => part !== '').join(` ${glyphs.dot} `), 'quiet')];
}
