import type { DecidedReview, Pace } from '../model/pace.ts';
import type { World } from '../model/world.ts';

/**
 * The cap that keeps the queue level, by Little's law: as many agents are live as the person decides about reviews in the
 * time that an agent takes for one. Both are measured: the person's rate over the hours in which they were there and had a
 * review to do (so that questions and other work between reviews count), an agent's time without its waiting for answers.
 * What the law leaves out is corrected by what it is to bring about: that something waits when a review is decided, and not
 * much.
 */

const minuteMs = 60_000;

/** What is believed before anything was measured, and how many reviews that belief is worth. */
const believed = { serviceMs: 20 * minuteMs, agentMs: 30 * minuteMs, worth: 4 };
/** Each review counts so much of the one after it: about the last thirty matter, which is a day or two. */
const fading = 0.97;
/** Older ones count for nothing any more. */
const remembered = 150;
/** No single review, and no single round, counts for more than so many times the mean. */
const farOut = 4;
/** By the law alone the person runs dry whenever agents happen to end late: more by so many roots of what it says. */
const reserve = 1.2;
/** Of the review limit so much should wait when a review is decided; each one less moves the cap up by `gain` such roots. */
const aim = { share: 0.8, gain: 0.75, atMost: 0.75 };
/** How far what is reckoned must lie beside the cap before that changes: it must not flap. */
const play = { least: 0.8, share: 0.12 };

/** What `auto` comes to, and what it was reckoned from. */
export interface AutoCap {
  readonly cap: number;
  /** Reviews that were measured. */
  readonly reviews: number;
  /** Time of the person's per review, with its questions and all, while there was one to do. */
  readonly serviceMs: number;
  /** Of that for questions. */
  readonly questionMs: number;
  readonly agentMs: number;
  /** By Little's law: live agents that keep the queue level. */
  readonly level: number;
  /** How many others waited when a review was decided, on average. */
  readonly waiting: number;
  /** By how much it differs from the law's for what came of it. */
  readonly corrected: number;
  /** By how much it is lowered because reviews were skimmed. */
  readonly skimmed: number;
}

/** What `auto` last came to; null: it never was on. */
export function lastAuto({ pace, cap }: Pick<World, 'pace' | 'cap'>): number | null {
  return pace.mode === 'auto' ? cap : (pace.overrides.at(-1)?.auto ?? null);
}

/** Reckons the cap anew; `from`: the one before, which stays while it is not clearly wrong; null: there is none. */
export function autoCap({ pace, reviewLimit }: Pick<World, 'pace' | 'reviewLimit'>, from: number | null): AutoCap {
  const recent = pace.reviews.slice(-remembered);
  const done = recent.filter(({ decision }) => decision !== 'deferred');
  const serviceMs = faded(serviceTimes(recent), believed.serviceMs);
  const agentMs = faded(
    done.flatMap(({ agentMs: ms }) => (ms === null ? [] : [ms])),
    believed.agentMs,
  );
  const questionMs = faded(
    done.map(({ tally }) => tally.answerMs),
    0,
  );
  const level = agentMs / serviceMs;
  const swing = Math.sqrt(level);
  const wished = reviewLimit * aim.share;
  // Where nothing was queued, nothing could have waited: that says nothing about the cap.
  const waiting = faded(
    done.flatMap((review) => (review.waiting > 0 || review.queued > 0 ? [review.waiting] : [])),
    wished,
  );
  const most = Math.max(1, level * aim.atMost);
  const corrected = Math.max(-most, Math.min(most, (wished - waiting) * aim.gain * Math.max(1, swing)));
  const skimmed = loweredBy(done);
  const wanted = level + reserve * swing + corrected - skimmed;
  const cap = Math.min(pace.maxCap, Math.max(1, steady(wanted, from)));
  return { cap, reviews: done.length, serviceMs, questionMs, agentMs, level, waiting, corrected, skimmed };
}

/** The time of each decided review, with that of deferred ones before it, oldest first. */
function serviceTimes(reviews: Pace['reviews']): number[] {
  const times: number[] = [];
  let before = 0;
  for (const { decision, tally } of reviews) {
    before += tally.loadedMs;
    if (decision === 'deferred') continue;
    times.push(before);
    before = 0;
  }
  return times;
}

/** A mean in which the newest counts most, with what was believed before as its beginning. */
function faded(values: readonly number[], before: number): number {
  let weight = believed.worth;
  let mean = before;
  for (const value of values) {
    const kept = mean > 0 ? Math.min(value, Math.max(farOut, farOut * mean)) : value;
    mean = (mean * weight * fading + kept) / (weight * fading + 1);
    weight = weight * fading + 1;
  }
  return mean;
}

/** The nearest whole number; the present one while it is near enough. */
function steady(wanted: number, from: number | null): number {
  if (from === null) return Math.round(wanted);
  const near = Math.max(play.least, play.share * from);
  return Math.abs(wanted - from) <= near ? from : Math.round(wanted);
}

/** Now and then a review is hurried; beyond this share the cap goes down, by so much where all were, at most so far. */
const hurry = { usual: 0.15, worth: 4, atMost: 2 };

/** By how much the cap is lowered because approvals were skimmed. */
function loweredBy(done: readonly DecidedReview[]): number {
  const share = faded(
    done.map(({ skimmed }) => (skimmed ? 1 : 0)),
    0,
  );
  return Math.min(hurry.atMost, Math.max(0, share - hurry.usual) * hurry.worth);
}
