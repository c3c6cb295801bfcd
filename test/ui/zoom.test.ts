import { describe, expect, test } from 'vitest';
import type { World } from '../../src/core/model/world.ts';
import { firstTerminal } from '../../src/core/model/terminals.ts';
import { FakeClock } from '../tty/fake-clock.ts';
import { TypedBytes } from '../../src/ui/state/typed-bytes.ts';
import { TrailingCall } from '../../src/ui/state/trailing-call.ts';
import { busyWorld, pictureOfLines } from './made-up-world.ts';
import { sitDown } from './person.ts';
import { type SmallDaemon, openSmallDaemon } from './small-daemon.ts';

function typed(daemon: SmallDaemon): string {
  return daemon.asked
    .filter(({ name }) => name === 'screen/type')
    .map(({ params }) => {
      const bytes: unknown = Reflect.get(Object(params), 'bytes');
      return Buffer.from(String(bytes), 'base64').toString();
    })
    .join('');
}

/** The busy world, whose first session has a worktree. */
function worldWith(): World {
  const first = busyWorld.sessions[1];
  if (first === undefined) throw new Error('the busy world has no #1');
  const worktree = { path: '/w/1', branch: 'signalbox/1', base: 'base' };
  return { ...busyWorld, sessions: { ...busyWorld.sessions, 1: { ...first, worktree } } };
}

test('what is typed in one go is sent together and in order, a large paste in parts', async () => {
  const sent: [number, string][] = [];
  const bytes = new TypedBytes((session, part) => void sent.push([session, part.toString()]));
  for (const key of 'abc') bytes.push(1, Buffer.from(key));
  bytes.push(2, Buffer.from('x'));
  await Promise.resolve();
  expect(sent).toEqual([
    [1, 'abc'],
    [2, 'x'],
  ]);
  const paste = 'p'.repeat(100_000);
  bytes.push(1, Buffer.from(paste));
  await Promise.resolve();
  const parts = sent.slice(2).map(([, text]) => text);
  expect(parts.join('')).toBe(paste);
  expect(Math.max(...parts.map((text) => text.length))).toBe(65_536);
});

test('calls in a burst become one, when nothing has come for a while', () => {
  const clock = new FakeClock();
  let calls = 0;
  const trailing = new TrailingCall(clock, 100, () => (calls += 1));
  for (let times = 0; times < 10; times++) {
    trailing.ask();
    clock.pass(60);
  }
  expect(calls).toBe(0);
  clock.pass(40);
  expect(calls).toBe(1);
  trailing.ask();
  trailing.cancel();
  clock.pass(1000);
  expect(calls).toBe(1);
});

test('a terminal that is being resized tells the session once', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon, { session: 1 });
  await person.sees('ctrl-] back');
  for (let columns = 100; columns < 130; columns++) person.resize({ columns, rows: 30 });
  await expect.poll(() => daemon.asked.length).toBe(2);
  expect(daemon.asked[1]).toEqual({ name: 'screen/zoom', params: { session: 1, columns: 129, rows: 29 } });
});

test('what is typed right behind the detach key is for the board', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon, { session: 1 });
  await person.sees('ctrl-] back');
  person.press('a\x1dn');
  await person.sees('New task in acme-app');
  expect(typed(daemon)).toBe('a');
});

test('keys that went nowhere are counted, and said again when the connection is back', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  const { promise: back, resolve: comeBack } = Promise.withResolvers<undefined>();
  const reconnect = async () => {
    await back;
    await daemon.revive();
    return daemon.connect();
  };
  await using person = await sitDown(daemon, { session: 1, reconnect });
  await person.sees('ctrl-] back');
  await daemon.die();
  await person.sees('no connection: keys are not sent');
  person.press('abc');
  await person.sees('no connection: 3 keys were not sent');
  comeBack(undefined);
  await person.sees('the connection is back; 3 typed keys were not sent');
  expect(typed(daemon)).toBe('');
  // The new daemon knows of nobody in zoom: it is told again.
  await expect.poll(() => daemon.asked.filter(({ name }) => name === 'screen/zoom').length).toBe(2);
});

test('an agent that does not read is said', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon, { session: 1 });
  await person.sees('ctrl-] back');
  daemon.screen(1, pictureOfLines(['$'], { columns: 120, rows: 39 }), 1_234_567);
  await person.sees('the agent is not reading: 1.2 MB typed and not read');
  daemon.screen(1, pictureOfLines(['$'], { columns: 120, rows: 39 }), 0);
  await person.seesNo('the agent is not reading');
});

test('a terminal that another one has sized is cropped around its cursor, and says so', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon, { session: 1, size: { columns: 80, rows: 24 } });
  await person.sees('ctrl-] back');
  const lines = Array.from({ length: 50 }, (_, row) => `row ${row} ${'.'.repeat(100)} end ${row}`);
  const picture = pictureOfLines(lines, { columns: 160, rows: 50 });
  daemon.screen(1, { ...picture, cursor: { row: 40, column: 115, visible: true } });
  await person.sees('end 40');
  await person.sees('sized by another terminal: 160x50');
  daemon.screen(1, { ...picture, changed: [], cursor: { row: 0, column: 3, visible: true } });
  const text = await person.sees('row 0 ');
  expect(text.split('\n')[0]).toMatch(/^row 0 /);
});

test("the shape of the program's cursor is that of the terminal's, until the session is left", async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon, { session: 1 });
  await person.sees('ctrl-] back');
  const picture = pictureOfLines(['$ vim'], { columns: 120, rows: 39 });
  daemon.screen(1, { ...picture, cursor: { row: 0, column: 5, visible: true, shape: 5 } });
  await person.sees('$ vim');
  await expect.poll(() => person.cursorShape()).toBe(5);
  person.press('\x1d');
  await person.sees('enter open');
  await expect.poll(() => person.cursorShape() ?? 0).toBe(0);
});

test('the mouse can be left to the terminal, which is said', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('M');
  await person.sees('mouse off');
  person.press('\r');
  await person.sees('ctrl-] back');
  await person.sees('mouse off');
  person.press('\x1d');
  await person.sees('enter open');
  person.press('M');
  await person.seesNo('mouse off');
});

test('a program that asked for the focus is told when a person comes and goes', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  const picture = pictureOfLines(['it wants to know']);
  daemon.screen(1, { ...picture, modes: { ...picture.modes, focus: true } });
  await using person = await sitDown(daemon);
  await person.sees('it wants to know');
  person.press('\r');
  await person.sees('ctrl-] back');
  person.press('k\x1d');
  await person.sees('acme-app');
  await expect.poll(() => typed(daemon)).toBe('\x1b[Ik\x1b[O');
});

const screensAsked = (daemon: SmallDaemon) =>
  daemon.asked.filter(({ name }) => name !== 'screen/type').map(({ name, params }) => ({ name, ...Object(params) }));

describe("a person's own terminal", () => {
  const number = firstTerminal;
  const opened = { type: 'terminal.opened', session: 1, terminal: number, file: null, line: null } as const;

  test('is opened once, takes all keys, and is gone back to', async () => {
    await using daemon = await openSmallDaemon(worldWith());
    await using person = await sitDown(daemon);
    await person.sees('playback');
    person.press('w');
    await person.sees('ctrl-] back');
    daemon.happen({ ...opened, kind: 'shell' });
    daemon.screen(number, pictureOfLines(['~/worktree $']));
    await person.sees('~/worktree $');
    await person.sees('shell in its worktree');
    person.press('ls\r\x1d');
    await person.sees('shell open');
    person.press('w');
    await person.sees('~/worktree $');
    expect(typed(daemon)).toBe('ls\r');
    expect(screensAsked(daemon).map(({ name, session, terminal }) => [name, session ?? terminal])).toEqual([
      ['terminal/open', 1],
      ['screen/zoom', number],
      ['screen/unzoom', number],
      ['screen/zoom', number],
    ]);
  });

  test('that ends gives the view back, and says how when it did not end well', async () => {
    await using daemon = await openSmallDaemon(worldWith());
    await using person = await sitDown(daemon);
    await person.sees('playback');
    person.press('e');
    await person.sees('ctrl-] back');
    daemon.happen({ ...opened, kind: 'editor' });
    await person.sees('editor in its worktree');
    const ended = { type: 'terminal.ended', session: 1, terminal: number, signal: null } as const;
    daemon.happen({ ...ended, exit: 127, screen: ['sh: 1: nosuchvi: not found'] });
    await person.sees('the editor ended with status 127: sh: 1: nosuchvi: not found');
  });

  test('needs a worktree, and the key says so', async () => {
    await using daemon = await openSmallDaemon(busyWorld);
    await using person = await sitDown(daemon);
    await person.sees('playback');
    person.press('5w');
    await person.sees('#5 has no worktree yet');
    expect(daemon.asked).toEqual([]);
  });
});
