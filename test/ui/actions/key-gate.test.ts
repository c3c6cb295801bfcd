import { expect, test } from 'vitest';
import { KeyGate } from '../../../src/ui/actions/key-gate.ts';
import { FakeClock } from '../../tty/fake-clock.ts';

function gateWith(onKey: (text: string) => void = () => undefined) {
  const delivered: string[] = [];
  const dropped: string[] = [];
  const clock = new FakeClock();
  const gate = new KeyGate({
    clock,
    deliver: (event) => {
      if (event.kind !== 'text') return;
      delivered.push(event.text);
      onKey(event.text);
    },
    onDropped: () => dropped.push('dropped'),
  });
  const type = (text: string): void => {
    for (const character of text) gate.take({ kind: 'text', text: character, raw: Buffer.from(character) });
  };
  return { gate, clock, delivered, dropped, type };
}

test('keys pass while nothing is waited for', () => {
  const { delivered, type } = gateWith();
  type('ab');
  expect(delivered).toEqual(['a', 'b']);
});

test('keys wait for the work and come in their order', async () => {
  const { gate, delivered, type } = gateWith();
  const work = Promise.withResolvers<void>();
  gate.hold(work.promise);
  type('abc');
  expect(delivered).toEqual([]);
  work.resolve();
  await work.promise;
  expect(delivered).toEqual(['a', 'b', 'c']);
});

test('a waiting key that starts work of its own holds the ones behind it', async () => {
  const second = Promise.withResolvers<void>();
  const { gate, delivered, type } = gateWith((text) => {
    if (text === 'r') gate.hold(second.promise);
  });
  const first = Promise.withResolvers<void>();
  gate.hold(first.promise);
  type('rn!');
  first.resolve();
  await first.promise;
  expect(delivered).toEqual(['r']);
  second.resolve();
  await second.promise;
  expect(delivered).toEqual(['r', 'n', '!']);
});

test('when the daemon is too slow the keys are dropped and that is said; later ones pass', () => {
  const { gate, clock, delivered, dropped, type } = gateWith();
  gate.hold(Promise.withResolvers<void>().promise);
  type('x');
  clock.pass(1500);
  expect(dropped).toEqual(['dropped']);
  type('y');
  expect(delivered).toEqual(['y']);
});
