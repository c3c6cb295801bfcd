import { type OwnClash, clashSentence, clashesOf, clashesSentence } from '../../core/rules/clashes.ts';
import { outlookInWords } from '../../core/words/evidence-words.ts';
import { landingWait } from '../../core/rules/landing-place.ts';
import { activityOf } from '../../core/words/listing.ts';
import type { Question } from '../../core/model/question.ts';
import { type Session, heldMessages, openQuestions } from '../../core/model/session.ts';
import { apartWords, waitsForTarget } from '../../core/rules/target-red.ts';
import type { World } from '../../core/model/world.ts';
import type { Glyphs } from '../glyphs.ts';
import { oneLine } from '../text/plain-text.ts';
import { questionMark, questionWords } from './question-words.ts';

/** One line above a tile's picture. */
export interface AttentionLine {
  readonly text: string;
  /** `state`: in the tone of the session's state. `reason`: the same, strong, in as many lines as it takes. */
  readonly kind: 'state' | 'reason' | 'warning' | 'quiet';
}

/** What the lines are made from; `resume`: the key that resumes a session, `most`: how many lines there is room for. */
export interface AttentionSubject {
  readonly world: World;
  readonly session: Session;
  readonly glyphs: Pick<Glyphs, 'states' | 'warn'>;
  readonly resume: string;
  readonly most: number;
}

/** What a person should know of a session at a glance, short lines above its picture; often none. */
export function attentionOf(subject: AttentionSubject): readonly AttentionLine[] {
  const { most } = subject;
  if (most <= 0) return [];
  const clashes = clashesOf(subject.world, subject.session);
  // A conflict to come keeps its line beside what is going on.
  if (clashes.length === 0 || most === 1) return linesOf(subject);
  const lines = linesOf({ ...subject, most: most - 1 });
  return [...lines, ...clashLines(subject, { clashes, room: most - lines.length })];
}

function linesOf(subject: AttentionSubject): readonly AttentionLine[] {
  const { world, session, most } = subject;
  switch (session.state) {
    case 'stuck':
    case 'failed':
      return [
        ...(session.reason === null ? [] : [reason(session.reason)]),
        ...(most > 2 ? questions(subject, 1) : []),
        ...(most > 1 ? [wayOn(subject)] : []),
      ];
    case 'landing': {
      const waits = landingWait(world, session);
      return waits === null ? [] : [inState(waits)];
    }
    case 'checking':
      if (session.gate !== null) return [inState(session.gate.doing)];
      // What is red there is said once, in the header.
      if (session.verdict === null || !waitsForTarget(session)) return [];
      return [
        inState(
          apartWords(session.verdict) ??
            `it is done, and waits until ${world.repos[session.repo]?.target ?? 'the target'} is green again`,
        ),
      ];
    case 'ready':
    case 'reviewing':
      return [...(session.summary === null ? [] : [inState(session.summary)]), ...outlookLine(subject)].slice(0, most);
    case 'asking':
      return [...questions(subject, most), ...helpers(session)].slice(0, most);
    case 'working':
    case 'preparing': {
      const doing = doingLine(subject);
      const doingLines = doing === null ? [] : [doing];
      const asked = questions(subject, Math.max(1, most - doingLines.length));
      // With room for one line only, what needs the person comes first.
      const lines = most === 1 ? [...asked, ...doingLines] : [...doingLines, ...asked];
      return [...lines, ...heldLine(session), ...helpers(session)].slice(0, most);
    }
    case 'queued':
    case 'landed':
    case 'stopped':
    case 'discarded':
      return [];
  }
}

function inState(text: string): AttentionLine {
  return { text: oneLine(text), kind: 'state' };
}

function reason(text: string): AttentionLine {
  return { text: oneLine(text), kind: 'reason' };
}

/** The open questions in so many lines: those that do not fit are counted. */
function questions({ session, glyphs }: AttentionSubject, most: number): AttentionLine[] {
  const open = openQuestions(session);
  const shown = open.length <= most ? open : open.slice(0, most - 1);
  const lines = shown.map((question: Question) =>
    inState(`${questionMark(question, glyphs)} ${questionWords(question)}`),
  );
  const more = open.length - shown.length;
  return more === 0
    ? lines
    : [...lines, inState(`${glyphs.states.asking} ${more} ${shown.length > 0 ? 'more' : 'asked'}`)];
}

/** What a working agent is doing: by its adapter's signs, and in its own words. */
function doingLine({ world, session }: AttentionSubject): AttentionLine | null {
  const { run, progress } = session;
  const known = run !== null && run.takes !== null && session.state === 'working' && session.ending === null;
  const { kind, words } = run?.activity ?? { kind: 'unknown', words: null };
  // The state's word says already that nothing is known, and the picture what a working agent does.
  const tells = known && (words !== null || kind === 'retrying' || kind === 'background');
  const parts = [tells ? activityOf(world, session) : null, progress].filter((part) => part !== null);
  const text = [...new Set(parts)].join(' | ');
  return text === '' ? null : inState(text);
}

/** What is to be said to an agent that stays and has not reached it: it is given when the agent takes it. */
function heldLine(session: Session): AttentionLine[] {
  const held = heldMessages(session);
  const [first] = held;
  if (first === undefined || session.run === null || session.run.takes === null) return [];
  const more = held.length === 1 ? '' : ` (${held.length - 1} more)`;
  return [{ text: `held for it: ${oneLine(first.text)}${more}`, kind: 'quiet' }];
}

/** The agent's own helpers: quiet, and only where there is room. */
function helpers({ run }: Session): AttentionLine[] {
  return run?.subWork == null ? [] : [{ text: oneLine(run.subWork), kind: 'quiet' }];
}

/** How the item would fare on a target that moved, where that is not well. */
function outlookLine({ world, session, glyphs }: AttentionSubject): AttentionLine[] {
  const { targetCommit, target } = world.repos[session.repo] ?? { targetCommit: null, target: '' };
  const { outlook } = session;
  if (outlook === null || outlook.target !== targetCommit) return [];
  return [{ text: `${glyphs.warn} ${oneLine(outlookInWords(outlook, target))}`, kind: 'warning' }];
}

/** The conflicts to come, a line each where there is room, else all of them in one. */
function clashLines(
  { world, session, glyphs }: AttentionSubject,
  { clashes, room }: { clashes: readonly OwnClash[]; room: number },
): AttentionLine[] {
  const target = world.repos[session.repo]?.target ?? 'the target';
  const sentences =
    clashes.length <= room ? clashes.map((clash) => clashSentence(clash, target)) : [clashesSentence(clashes, target)];
  return sentences.map((sentence) => ({ text: `${glyphs.warn} ${oneLine(sentence)}`, kind: 'warning' }));
}

/** What the person can do about it. */
function wayOn({ session, resume }: AttentionSubject): AttentionLine {
  const where = session.run !== null && session.ending === null ? ' where it is' : '';
  return { text: `${resume} resumes it${where}`, kind: 'quiet' };
}
