import { openProposals } from '../rules/lead.ts';
import { z } from 'zod';
import { happeningKinds, happeningsOf, isNews, lastLook, newsOf } from '../measures/happenings.ts';
import { askedOf } from '../measures/question-load.ts';
import type { Person } from '../model/person.ts';
import { type Session, openQuestions, states } from '../model/session.ts';
import { type World, sessionsOf } from '../model/world.ts';
import { waitsFor } from '../rules/admission.ts';
import { reviewQueue, whyNext } from '../rules/review-queue.ts';
import { counted } from './counted.ts';
import { firstLine } from './first-line.ts';
import { waitsSentence } from './listing.ts';

const at = z.number();

/** What waits for the person, most urgent kind first. */
const decisionKinds = ['question', 'review', 'stuck', 'proposal', 'landing', 'queue'] as const;

/** What happened while the person was not looking. */
export const digestSchema = z.object({
  since: at,
  until: at,
  decisions: z.array(
    z.object({
      kind: z.enum(decisionKinds),
      session: z.number(),
      title: z.string(),
      text: z.string(),
      /** Since when it waits. */
      since: at,
    }),
  ),
  /** By session; the one in which something happened last comes last. */
  sessions: z.array(
    z.object({
      session: z.number(),
      title: z.string(),
      state: z.enum(states),
      happenings: z.array(
        z.object({ at, kind: z.enum(happeningKinds), text: z.string(), times: z.number() }).readonly(),
      ),
    }),
  ),
  landed: z.number(),
  passed: z.number(),
  red: z.number(),
  asked: z.number(),
});
export type Digest = z.infer<typeof digestSchema>;
export type DigestDecision = Digest['decisions'][number];
export type DigestSession = Digest['sessions'][number];

/** What a digest is about. `repo` null: every repository; `only`: this session alone. */
export interface DigestSpan {
  readonly since: number;
  readonly now: number;
  readonly repo: string | null;
  readonly only?: number | null;
}

/** Everything that has happened since then, by session, and what waits for the person now. */
export function digestOf(world: World, { since, now, repo, only = null }: DigestSpan): Digest {
  const all = sessionsOf(world).filter((session) => repo === null || session.repo === repo);
  const chosen = all.filter(({ id }) => only === null || id === only);
  const sessions = chosen
    .map((session): DigestSession => ({
      session: session.id,
      title: session.task.title,
      state: session.state,
      happenings: [...happeningsOf(session, since)],
    }))
    .filter(({ happenings }) => happenings.some((one) => only !== null || isNews(one)))
    .toSorted((a, b) => lastOf(a) - lastOf(b) || a.session - b.session);
  const count = (kind: string): number =>
    sessions.flatMap(({ happenings }) => happenings).reduce((sum, one) => sum + (one.kind === kind ? one.times : 0), 0);
  return {
    since,
    until: now,
    decisions: decisionsOf(world, chosen, now),
    sessions,
    landed: count('landed'),
    passed: count('passed'),
    red: count('red'),
    // One line of a history may ask several.
    asked: chosen.flatMap(askedOf).filter(({ askedAt }) => askedAt > since).length,
  };
}

function lastOf({ happenings }: DigestSession): number {
  return happenings.at(-1)?.at ?? 0;
}

/** What waits for the person, most urgent kind first; reviews in the order in which they come up. */
function decisionsOf(world: World, sessions: readonly Session[], now: number): DigestDecision[] {
  const queue = reviewQueue(world);
  const place = (id: number): number => (world.inHand?.session === id ? -1 : queue.findIndex((item) => item.id === id));
  return sessions
    .flatMap((session) => decisionsAbout(world, session, now))
    .toSorted(
      (a, b) =>
        decisionKinds.indexOf(a.kind) - decisionKinds.indexOf(b.kind) ||
        (a.kind === 'review' ? place(a.session) - place(b.session) : a.since - b.since) ||
        a.session - b.session,
    );
}

function decisionsAbout(world: World, session: Session, now: number): DigestDecision[] {
  const { id, state, since } = session;
  const about = { session: id, title: session.task.title };
  const found: DigestDecision[] = [];
  const open = openQuestions(session);
  const [first] = open;
  if (first !== undefined) {
    const more = open.length === 1 ? '' : ` (${open.length - 1} more)`;
    const text = `${firstLine(first.text)}${more}`;
    found.push({ ...about, kind: 'question', text, since: first.askedAt });
  }
  if (state === 'ready') found.push({ ...about, kind: 'review', text: whyNext(world, session, now), since });
  if (state === 'reviewing') found.push({ ...about, kind: 'review', text: 'in hand', since });
  if (state === 'stuck' || state === 'failed')
    found.push({
      ...about,
      kind: 'stuck',
      text: `${state}: ${firstLine(session.reason ?? 'nothing says why')}`,
      since,
    });
  const proposed = openProposals(session);
  const [proposal] = proposed;
  if (proposal !== undefined) {
    const text = `proposes ${counted(proposed.length, 'task')}: ${proposed.map(({ task }) => task.title).join(' / ')}`;
    found.push({ ...about, kind: 'proposal', text, since: proposal.at });
  }
  // An open pull request waits for others.
  const waits = state === 'landing' && session.landing?.pullRequest === null ? waitsSentence(world, session) : null;
  if (waits !== null) found.push({ ...about, kind: 'landing', text: waits, since });
  // The whole queue is not asked: what needs the person is a dependency.
  const needs = state === 'queued' && session.task.after.length > 0 ? waitsFor(world, session) : null;
  if (needs?.startsWith('needs you') === true) found.push({ ...about, kind: 'queue', text: needs, since });
  return found;
}

/** How long a person must have been away for the digest to open by itself, ms. */
export const absenceMs = 10 * 60_000;
/** So soon after their coming a dashboard is the one that they came with, ms. */
const comingMs = 60_000;

/**
 * When the person went, where they have been away long enough and a dashboard that opens now is the one that they came
 * back with; null otherwise.
 */
export function backFromAbsence({ present, since, leftAt }: Person, now: number): number | null {
  const backAt = present ? since : now;
  if (leftAt === null || backAt - leftAt < absenceMs || now - backAt > comingMs) return null;
  return leftAt;
}

/** From when on a digest that is asked for begins: when the person went last; without that, a day ago. */
export function digestStart({ leftAt }: Person, now: number): number {
  return leftAt ?? now - 24 * 60 * 60_000;
}

/** What happened in a session since the person looked last, the newest last; null when nothing did. `most` sentences. */
export function sinceLooked(session: Session, most: number): { readonly since: number; readonly text: string } | null {
  const since = lastLook(session);
  const news = newsOf(session);
  if (news.length === 0) return null;
  const shown = news.slice(-most).map(happeningWords);
  const earlier = news.length - shown.length;
  return { since, text: [...(earlier > 0 ? [`${earlier} earlier`] : []), ...shown].join('; ') };
}

/** The sentence, and how often it was so. */
export function happeningWords({ text, times }: { readonly text: string; readonly times: number }): string {
  const words = text.replace(/^gate (\w+)$/, 'came to review: gate $1');
  return times === 1 ? words : `${words} (${times} times)`;
}
