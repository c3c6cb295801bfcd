import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GateSlot, GateSlots } from '../../src/daemon/gate-slots.ts';

const never = () => new AbortController().signal;
/** Lets everything go on that can. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('no more gates at once than the limit, first come first served, the lowest number again', async () => {
  const slots = new GateSlots(2);
  const order: string[] = [];
  const ask = (name: string, repo: string) =>
    slots.acquire(repo, never()).then((slot) => {
      order.push(`${name}:${slot.number}`);
      return slot;
    });
  const first = await ask('a', 'r');
  const second = await ask('b', 'r');
  const third = ask('c', 'q');
  const fourth = ask('d', 'r');
  await settled();
  expect(order).toEqual(['a:1', 'b:2']);
  first.release();
  await third;
  await settled();
  expect(order).toEqual(['a:1', 'b:2', 'c:1']);
  second.release();
  second.release();
  await fourth;
  // Number 1 of this repository is free again; giving a slot back twice gave nobody a second one.
  expect(order).toEqual(['a:1', 'b:2', 'c:1', 'd:1']);
  const fifth = ask('e', 'r');
  await settled();
  expect(order).toHaveLength(4);
  (await third).release();
  await fifth;
});

test('one that is aborted while it waits leaves the line, and takes no place', async () => {
  const slots = new GateSlots(1);
  const first = await slots.acquire('r', never());
  const leaving = new AbortController();
  const left = slots.acquire('r', leaving.signal);
  const next = slots.acquire('r', never());
  leaving.abort(new Error('not wanted any more'));
  await expect(left).rejects.toThrow('not wanted any more');
  first.release();
  (await next).release();
  await expect(slots.acquire('r', AbortSignal.abort(new Error('from the start')))).rejects.toThrow('from the start');
  (await slots.acquire('r', never())).release();
});

test('what is approved goes before rounds, and these before what may be read meanwhile', async () => {
  const slots = new GateSlots(1);
  const first = await slots.acquire('r', never());
  const order: string[] = [];
  const asked = (['refresh', 'round', 'landing', 'round', 'landing'] as const).map(async (purpose, at) => {
    const slot = await slots.acquire('r', never(), purpose);
    order.push(`${purpose} ${at}`);
    slot.release();
  });
  first.release();
  await Promise.all(asked);
  expect(order).toEqual(['landing 2', 'landing 4', 'round 1', 'round 3', 'refresh 0']);
});

test('aborting one that has its slot already changes nothing', async () => {
  const slots = new GateSlots(1);
  const abort = new AbortController();
  const slot = await slots.acquire('r', abort.signal);
  abort.abort();
  const next = slots.acquire('r', never());
  slot.release();
  expect((await next).number).toBe(1);
});

test('never two holders of one slot, never more than the limit, and nobody waits while there is room', async () => {
  const step = fc.record({
    act: fc.constantFrom('acquire', 'release', 'abort'),
    which: fc.nat(9),
    repo: fc.constantFrom('r', 'q'),
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 40 }), async (limit, steps) => {
      const slots = new GateSlots(limit);
      const held: { key: string; slot: GateSlot }[] = [];
      let waiting: { abort: AbortController }[] = [];
      for (const { act, which, repo } of steps) {
        if (act === 'acquire') {
          const entry = { abort: new AbortController() };
          waiting.push(entry);
          const gets = async () => {
            const slot = await slots.acquire(repo, entry.abort.signal);
            waiting = waiting.filter((other) => other !== entry);
            held.push({ key: `${repo}${slot.number}`, slot });
          };
          gets().catch(() => undefined);
        } else if (act === 'release') held.splice(which % Math.max(1, held.length), 1)[0]?.slot.release();
        else {
          const entry = waiting[which % Math.max(1, waiting.length)];
          waiting = waiting.filter((other) => other !== entry);
          entry?.abort.abort();
        }
        await settled();
        expect(new Set(held.map(({ key }) => key)).size).toBe(held.length);
        expect(held.length).toBeLessThanOrEqual(limit);
        if (waiting.length > 0) expect(held).toHaveLength(limit);
      }
    }),
    { numRuns: 60 },
  );
});
