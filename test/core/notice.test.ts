import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attention } from '../../src/core/model/person.ts';
import { judgementInHand, somebodyLooks } from '../../src/core/rules/attention.ts';
import { type NoticeView, noticeDue, waitingOf } from '../../src/core/rules/notice.ts';
import { type World, sessionsOf } from '../../src/core/model/world.ts';
import { reducePerson } from '../../src/core/reduce/person.ts';
import { asks, madeUp, noon, worldOf } from '../ui/made-up-world.ts';

const minute = 60_000;
const limits: NoticeView['limits'] = {
  questions: { notify_at: 4, notify_after: 10 * minute },
  reviews: { notify_at: 2, notify_after: 30 * minute },
};
const away: NoticeView = { now: noon, limits, looks: false, lookedAt: 0, judgement: null };

/** A question of so many minutes ago. */
const asked = (number: number, ago: number) => asks(number, `q${number}?`, { askedAt: noon - ago * minute });
const asking = (id: number, ...ago: number[]) =>
  madeUp(id, 'asking', { since: noon - minute, questions: ago.map((each, index) => asked(index + 1, each)) });
const atWork = (id: number) => madeUp(id, 'working');
const ready = (id: number, ago: number) => madeUp(id, 'ready', { readyAt: noon - ago * minute });

/** The world after the person was called for what is due in it. */
function called(world: World, view: NoticeView): World {
  const notice = noticeDue(world, view);
  if (notice === null) return world;
  return { ...world, person: reducePerson(world.person, { type: 'person.notified', ...notice }, view.now) };
}

const cases: readonly [string, World, Partial<NoticeView>, string | null][] = [
  ['one of two agents asks', worldOf([asking(1, 1), atWork(2)]), {}, null],
  ['the only agent asks', worldOf([asking(1, 1)]), {}, 'nothing goes on without you: 1 question (#1)'],
  ['all agents ask', worldOf([asking(1, 1), asking(2, 2)]), {}, 'nothing goes on without you: 2 questions (#1 #2)'],
  [
    'one asks, one is stuck',
    worldOf([asking(1, 1), madeUp(2, 'stuck')]),
    {},
    'nothing goes on without you: 1 question (#1), stuck: #2',
  ],
  [
    'the only one asked a moment ago',
    worldOf([madeUp(1, 'asking', { since: noon - 2999, questions: [asked(1, 0)] })]),
    {},
    null,
  ],
  ['three questions, somebody works', worldOf([asking(1, 1, 1, 1), atWork(2)]), {}, null],
  ['four do', worldOf([asking(1, 1, 1, 1, 1), atWork(2)]), {}, 'waiting for you: 4 questions (#1)'],
  [
    'the oldest waits for 10 minutes',
    worldOf([asking(1, 10, 1), atWork(2)]),
    {},
    'waiting for you: 2 questions (#1), the oldest for 10 min',
  ],
  ['one review of two at work', worldOf([ready(1, 1), atWork(2)]), {}, null],
  ['two reviews', worldOf([ready(1, 1), ready(2, 3), atWork(3)]), {}, 'waiting for you: 2 reviews (#1 #2)'],
  [
    'a review for half an hour',
    worldOf([ready(1, 30), atWork(3)]),
    {},
    'waiting for you: 1 review (#1), the oldest for 30 min',
  ],
  ['the last one is done', worldOf([ready(1, 1)]), {}, 'nothing goes on without you: 1 review (#1)'],
  ['nothing waits', worldOf([atWork(1)]), {}, null],
  ['somebody looks', worldOf([asking(1, 30, 1, 1, 1)]), { looks: true }, null],
  ['it was seen a minute ago', worldOf([asking(1, 2, 2, 2, 2)]), { lookedAt: noon - minute }, null],
  [
    'it was seen ten minutes ago',
    worldOf([asking(1, 20)]),
    { lookedAt: noon - 10 * minute },
    'waiting for you: 1 question (#1), the oldest for 20 min',
  ],
  ['a judgement task is in hand', worldOf([asking(1, 30), asking(2, 30), atWork(7)]), { judgement: 7 }, null],
  [
    'the judgement task in hand asks',
    worldOf([asking(1, 30), asking(7, 1)]),
    { judgement: 7 },
    'nothing goes on without you: 1 question (#7)',
  ],
];

for (const [name, world, view, text] of cases) {
  test(`${name}: ${text ?? 'nobody is called'}`, () => {
    expect(noticeDue(world, { ...away, ...view })?.text ?? null).toBe(text);
  });
}

test('nobody is called twice for the same; one more question is no new batch, four more are', () => {
  const first = called(worldOf([asking(1, 1, 1, 1, 1), atWork(2)]), away);
  expect(first.person.notified?.questions).toHaveLength(4);
  const later = { ...away, now: noon + 60 * minute };
  expect(noticeDue(first, later)).toBeNull();
  const with5 = { ...first, sessions: { ...first.sessions, 3: asking(3, 0) } };
  expect(noticeDue(with5, { ...away, now: noon + minute })).toBeNull();
  const with8 = { ...first, sessions: { ...first.sessions, 3: asking(3, 0, 0, 0, 0) } };
  expect(noticeDue(with8, { ...away, now: noon + minute })?.questions).toHaveLength(8);
});

test('a review that comes back after a rejection is a new one', () => {
  const world = called(worldOf([ready(1, 1)]), away);
  expect(noticeDue(world, { ...away, now: noon + minute })).toBeNull();
  const back = { ...world, sessions: { 1: madeUp(1, 'ready', { readyAt: noon + 5 * minute }) } };
  expect(noticeDue(back, { ...away, now: noon + 6 * minute })?.reviews).toEqual([1]);
});

test('what was held back while a judgement task was in hand is said once, when it is not any more', () => {
  const world = worldOf([asking(1, 30), ready(2, 40), madeUp(7, 'ready', { readyAt: noon })]);
  expect(noticeDue(world, { ...away, judgement: 7 })?.reviews).toEqual([7]);
  const told = called(world, { ...away, judgement: 7 });
  const after = noticeDue(told, { ...away, now: noon + minute });
  expect(after).toMatchObject({ questions: [{ session: 1, question: 1 }], reviews: [7, 2] });
  const all = called(told, { ...away, now: noon + minute });
  expect(noticeDue(all, { ...away, now: noon + 300 * minute })).toBeNull();
});

test('a judgement task is in hand by what is before the person, and not for ever', () => {
  const judgement = madeUp(7, 'working');
  const world = worldOf([madeUp(1, 'working'), { ...judgement, task: { ...judgement.task, kind: 'judgement' } }]);
  const at = (doing: Attention['doing'], session: number | null, ago = 0): Attention[] => [
    { focused: true, doing, session, inputAt: noon - ago * minute },
  ];
  expect(judgementInHand(world, at('zoom', 7), noon)).toBe(7);
  expect(judgementInHand(world, at('answers', 7, 14), noon)).toBe(7);
  expect(judgementInHand(world, at('zoom', 7, 15), noon)).toBeNull();
  expect(judgementInHand(world, at('board', null), noon)).toBeNull();
  expect(judgementInHand(world, at('zoom', 1), noon)).toBeNull();
  const inHand = { ...world, inHand: { session: 7, since: noon - 14 * minute } };
  expect(judgementInHand(inHand, [], noon)).toBe(7);
  expect(judgementInHand(inHand, [], noon + minute)).toBeNull();
  expect(somebodyLooks(at('board', null, 2), noon)).toBe(true);
  expect(somebodyLooks(at('board', null, 3), noon)).toBe(false);
  expect(
    somebodyLooks(
      at('board', null).map((one) => ({ ...one, focused: false })),
      noon,
    ),
  ).toBe(false);
});

const sessionArbitrary = (id: number) =>
  fc.oneof(
    fc.constant(atWork(id)),
    fc.integer({ min: 0, max: 90 }).map((ago) => ready(id, ago)),
    fc.constant(madeUp(id, 'stuck')),
    fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 5 }).map((ago) => asking(id, ...ago)),
  );
const worldArbitrary = fc
  .tuple(sessionArbitrary(1), sessionArbitrary(2), sessionArbitrary(3), sessionArbitrary(4))
  .map((sessions) => worldOf(sessions));

test('whatever happens: a call has something new in it, and says nothing new a second time', () => {
  const steps = fc.array(
    fc.record({
      world: worldArbitrary,
      looks: fc.boolean(),
      judgement: fc.constantFrom(null, 1, 4),
      pass: fc.integer({ min: 1, max: 90 }),
      seen: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      let { person } = worldOf([]);
      let lookedAt = 0;
      let now = noon;
      for (const { world, looks, judgement, pass, seen } of all) {
        const view = { now, limits, looks, lookedAt, judgement };
        const before = { ...world, person };
        const notice = noticeDue(before, view);
        if (notice !== null) {
          expect(looks).toBe(false);
          const told = new Set(person.notified?.questions.map(({ session, question }) => `${session}:${question}`));
          const fresh = notice.questions.some(({ session, question }) => !told.has(`${session}:${question}`));
          const at = person.notified?.at ?? -1;
          const again = notice.reviews.some(
            (id) => !person.notified?.reviews.includes(id) || (world.sessions[id]?.readyAt ?? 0) > at,
          );
          expect(fresh || again).toBe(true);
          const after = called(before, view);
          expect(noticeDue(after, view)).toBeNull();
          ({ person } = after);
        }
        if (seen) lookedAt = now;
        now += pass * minute;
      }
    }),
  );
});

test('nothing waits unsaid for ever', () => {
  fc.assert(
    fc.property(worldArbitrary, fc.constantFrom(0, noon), (world, lookedAt) => {
      const view = { ...away, now: noon + 91 * minute, lookedAt };
      const after = called(world, view);
      const waiting = sessionsOf(world).flatMap(waitingOf);
      expect(after.person.notified === null).toBe(waiting.length === 0);
    }),
  );
});

test('who was just called is on the way: what comes within a minute is told after it', () => {
  const world = called(worldOf([ready(1, 1), ready(2, 3), atWork(3)]), away);
  const more = { ...world, sessions: { ...world.sessions, 3: madeUp(3, 'ready', { readyAt: noon + 1000 }) } };
  expect(noticeDue(more, { ...away, now: noon + 2000 })).toBe(null);
  expect(noticeDue(more, { ...away, now: noon + minute })?.text).toBe(
    'nothing goes on without you: 3 reviews (#1 #2 #3)',
  );
});
