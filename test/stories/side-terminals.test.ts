import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';
import { WatchedScreen } from '../kit/watched-screen.ts';

const agents = { worker: 'echo work > work.txt; reach begun; hold end' };

test("a shell in a session's worktree outlives the daemon, takes no place, and ends when it is left", async () => {
  await using house = await openHouse({ agents, person: 'cap: 1\n' });
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('begun');
  const env = { ...house.env, SHELL: '/bin/sh', PS1: 'here> ' };
  const open = { session: id, kind: 'shell', file: null, line: null, env } as const;
  const { terminal } = await house.connection.request('terminal/open', open);
  const shell = await WatchedScreen.watch(house.connection, terminal);
  await shell.shows('here>');
  await shell.type('cat work.txt; session=${SIGNALBOX_SESSION-none}; pwd\r');
  await shell.shows('work\n');
  await shell.shows(house.session(id).worktree?.path ?? 'no worktree');

  await house.killDaemon();
  await house.connect();
  const again = await WatchedScreen.watch(house.connection, terminal);
  await again.shows('cat work.txt');
  await again.type('echo "session: $session"; exit 3\r');
  const ended = await house.until('the shell to end', (world) => world.sessions[id]?.terminals.length === 0);
  expect(ended).toBe(true);
  expect(house.session(id)).toMatchObject({ state: 'working', runs: 1 });
  await house.release('end');
});

test("an editor opens a file at a line in the worktree, as the person's environment names it", async () => {
  await using house = await openHouse({ agents });
  const editor = `sh -c 'echo "$0 $*"; cat "$2"; read -r _'`;
  const id = await house.start('work', { agent: 'worker', env: { ...house.env, EDITOR: 'another one' } });
  await house.reached('begun');
  const { terminal } = await house.connection.request('terminal/open', {
    session: id,
    kind: 'editor',
    file: 'work.txt',
    line: 7,
    env: { ...house.env, VISUAL: '', EDITOR: editor },
  });
  const screen = await WatchedScreen.watch(house.connection, terminal);
  await screen.shows('work.txt');
  await house.connection.request('terminal/close', { session: id, terminal });
  await house.until('the editor to end', (world) => world.sessions[id]?.terminals.length === 0);
  await house.release('end');
});

test('terminals end with the work: nothing is left open on a discarded session', async () => {
  await using house = await openHouse({ agents });
  const id = await house.start('work', { agent: 'worker' });
  await house.reached('begun');
  const env = { ...house.env, SHELL: '/bin/sh' };
  const open = { session: id, kind: 'shell', file: null, line: null, env } as const;
  await house.connection.request('terminal/open', open);
  await house.connection.request('session/discard', { session: id });
  await house.until('the shell to end', (world) => world.sessions[id]?.terminals.length === 0);
  await expect(house.connection.request('terminal/open', open)).rejects.toThrow('#1 is discarded');
});
