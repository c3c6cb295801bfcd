import type { Pace } from '../../core/model/pace.ts';
import { capWords } from '../../core/words/cap-words.ts';
import { placesTaken } from '../../core/rules/admission.ts';
import { type Session, isLive, openQuestions } from '../../core/model/session.ts';
import { openProposals } from '../../core/rules/lead.ts';
import { redTarget } from '../../core/rules/target-red.ts';
import { type Repo, type World, reviewsWaiting, sessionsOf } from '../../core/model/world.ts';
import type { Glyphs } from '../glyphs.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { judgementHere } from '../state/attending.ts';
import { type DashboardState, boardNow } from '../state/store.ts';
import { sameDay } from '../text/duration.ts';
import { columnsOf, fit } from '../text/fit.ts';
import { pageWords } from './tabs-line.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Piece, StyledLine } from '../text/styled-line.ts';

/** The first line: what reached the target against what was started, and how near the limits are. */
export function headerLine(
  state: DashboardState,
  { columns, glyphs }: { columns: number; glyphs: Glyphs },
): StyledLine {
  const { world } = state;
  const repo = world.repos[state.repo];
  const here = sessionsOf(world).filter((session) => state.all || session.repo === state.repo);
  const questions = here.reduce((sum, session) => sum + openQuestions(session).length, 0);
  const proposed = here.reduce((sum, session) => sum + openProposals(session).length, 0);
  const reviews = reviewsWaiting(world);
  const live = placesTaken(world);
  const parts: Piece[][] = [
    [{ text: 'signalbox', strong: true, tone: 'accent' }],
    [{ text: state.all ? 'all repositories' : oneLine(repo?.name ?? ''), strong: true }],
    judgementPieces(state),
    state.mouse ? [] : [{ text: 'mouse off', tone: 'needsYou' }],
    ...(state.all ? redTargets(world, { columns, glyphs }) : [targetPieces(repo, { columns, glyphs })]),
    gauge({ word: 'live', count: live, limit: world.cap, glyphs, tone: 'plain', mode: world.pace.mode }),
    gauge({
      word: 'review',
      count: reviews,
      limit: world.reviewLimit,
      glyphs,
      tone: reviews > 0 ? 'needsYou' : 'plain',
    }),
    [{ text: `questions ${questions}${permissionsWords(here)}`, ...(questions > 0 ? urgent : {}) }],
    ...(proposed > 0 ? [[{ text: `proposals ${proposed}`, ...urgent }]] : []),
    today(here, state.now),
    elsewhere(world, state),
    capPieces(world),
    layoutScreen(state.size).kind === 'wide' ? pageWords(boardNow(state).layout, glyphs) : [],
  ];
  return dropFromRight(
    parts.filter((part) => part.length > 0),
    columns,
  );
}

/** What the person is in, and so what everything else waits for. */
function judgementPieces(state: DashboardState): Piece[] {
  const judgement = judgementHere(state);
  return judgement === null ? [] : [{ text: `judgement #${judgement} in hand`, ...urgent }];
}

/** Why the cap is what it is, where it is not simply a number. */
function capPieces(world: World): Piece[] {
  const words = capWords(world);
  return words === null ? [] : [{ text: words, tone: 'quiet' }];
}

interface Room {
  readonly columns: number;
  readonly glyphs: Glyphs;
}

/** Where work lands; that it is red there stands here once, and not on each session that cannot help it. */
function targetPieces(repo: Repo | undefined, room: Room): Piece[] {
  if (repo === undefined) return [];
  if (repo.targetRed !== null) return [redPiece(repo.target, { checks: repo.targetRed.checks, room })];
  return [{ text: oneLine(`${repo.target} ${repo.targetCommit?.slice(0, 7) ?? ''}`) }];
}

function redTargets(world: World, room: Room): Piece[][] {
  return Object.values(world.repos).flatMap(({ name, target, targetRed }) =>
    targetRed === null ? [] : [[redPiece(`${name} ${target}`, { checks: targetRed.checks, room })]],
  );
}

/** Never so long that it does not fit: then nothing of it would be there. */
function redPiece(target: string, { checks, room }: { checks: readonly string[]; room: Room }): Piece {
  const { columns, glyphs } = room;
  const words = `${glyphs.bad} ${oneLine(redTarget(target, checks))}`;
  return { text: fit(words, Math.max(16, Math.floor(columns * 0.4)), glyphs.ellipsis), tone: 'bad', strong: true };
}

const urgent = { tone: 'needsYou', strong: true } as const;

/** How many of the questions are about what an agent may do. */
function permissionsWords(sessions: readonly Session[]): string {
  const about = sessions.flatMap((session) => openQuestions(session).filter((one) => one.about === 'permission'));
  return about.length === 0 ? '' : ` (${about.length} to allow)`;
}

/** A count against its limit; drawn as blocks as well while there are few of them. */
function gauge(of: {
  word: string;
  count: number;
  limit: number;
  glyphs: Glyphs;
  tone: Piece['tone'];
  mode?: Pace['mode'];
}): Piece[] {
  const { word, count, limit, glyphs } = of;
  const full = Math.min(count, limit);
  const blocks = limit <= 8 ? `${glyphs.full.repeat(full)}${glyphs.empty.repeat(limit - full)} ` : '';
  const auto = of.mode === 'auto' ? ' auto' : '';
  return [{ text: `${word} ${blocks}${count}/${limit}${auto}`, tone: of.tone ?? 'plain', strong: count >= limit }];
}

/** What reached the target to stay: neither what was taken back nor what takes it back is progress. */
function today(sessions: readonly Session[], now: number): Piece[] {
  const work = sessions.filter(({ undoes }) => undoes === null);
  const stays = work.filter(({ undoneBy }) => undoneBy === null);
  const landed = stays.filter((session) => session.landed !== null && sameDay(session.landed.at, now)).length;
  const started = work.filter((session) => session.startedAt !== null && sameDay(session.startedAt, now)).length;
  return [{ text: `today: landed ${landed}`, tone: landed > 0 ? 'good' : 'plain' }, { text: `  started ${started}` }];
}

/** What needs the person in other repositories. */
function elsewhere(world: World, state: DashboardState): Piece[] {
  if (state.all) return [];
  const others = sessionsOf(world).filter((session) => session.repo !== state.repo);
  const live = others.filter(isLive).length;
  const questions = others.reduce((sum, session) => sum + openQuestions(session).length, 0);
  const ready = others.filter((session) => session.state === 'ready').length;
  const counts = [
    live > 0 ? `${live} live` : '',
    questions > 0 ? `${questions} asked` : '',
    ready > 0 ? `${ready} to review` : '',
  ].filter((text) => text !== '');
  return counts.length === 0 ? [] : [{ text: `elsewhere: ${counts.join(', ')}`, tone: 'quiet' }];
}

/** Parts with gaps between them, as many as fit. */
function dropFromRight(parts: readonly (readonly Piece[])[], columns: number): StyledLine {
  const gap = columns >= 140 ? '   ' : '  ';
  const line: Piece[] = [{ text: ' ' }];
  let used = 1;
  for (const part of parts) {
    const width = part.reduce((sum, piece) => sum + columnsOf(piece.text), used > 1 ? gap.length : 0);
    if (used + width > columns) break;
    if (used > 1) line.push({ text: gap });
    line.push(...part);
    used += width;
  }
  return line;
}
