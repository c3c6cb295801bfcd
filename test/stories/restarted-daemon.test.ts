import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';
import { WatchedScreen } from '../kit/watched-screen.ts';

test('the daemon is restarted while agents work: none of them notices, and their screens go on where they were', async () => {
  await using house = await openHouse({
    agents: {
      painter: `
        printf '\\033[2J\\033[5;7Hred \\033[31mas before\\033[m'
        reach painted
        hold more
        printf ' and after'
        reach done
        hold end`,
    },
  });
  const id = await house.start('paint', { agent: 'painter' });
  const pid = await house.until('the agent alive', (world) => world.sessions[id]?.run?.pid);
  await house.reached('painted');
  const before = await WatchedScreen.watch(house.connection, id);
  await before.shows('red as before');

  const restarted = await house.cli('daemon', 'restart');
  expect(restarted.stdout).toMatch(/^the daemon runs anew, pid \d+ \(was \d+\); 1 agent goes on\n$/);
  await house.connect();
  const after = await WatchedScreen.watch(house.connection, id);
  await after.shows('red as before');
  expect(after.text).toBe(before.text);
  await house.release('more');
  await house.reached('done');
  await after.shows('red as before and after');
  expect(house.session(id).run).toMatchObject({ number: 1, phase: 'alive', pid });
  await house.release('end');
});

test('what an agent asks its terminal while no daemon is there is answered by the next one, and only once', async () => {
  await using house = await openHouse({
    agents: {
      // DA1 twice: once with a daemon, once without. `stty` lets the answers in without a line's end.
      asker: `
        stty -icanon -echo
        ask() { printf '\\033[c'; head -c 7 > /dev/null; }
        ask
        reach asked
        hold again
        ask
        reach answered
        stty min 0 time 5
        printf 'rest: '
        head -c 3 | od -An -c
        printf 'nothing more\\n'
        hold end`,
    },
  });
  const id = await house.start('ask', { agent: 'asker' });
  await house.reached('asked');
  await house.killDaemon();
  await house.release('again');
  await house.connect();
  await house.reached('answered');
  const screen = await WatchedScreen.watch(house.connection, id);
  await screen.shows('nothing more');
  expect(screen.text).toMatch(/rest: +nothing more/);
  await house.release('end');
});
