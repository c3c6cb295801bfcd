import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';

const person = 'cap: 5\nreview_limit: 9\n';
const config = 'batch: { at: 3, slower_than: 1ms }';
const writer = 'echo "$SIGNALBOX_ROUND" > "work-$SIGNALBOX_ID-$SIGNALBOX_ROUND.txt"';

/** Five approved rounds that wait for the person's checkout; then the first lands, and the others are all too old. */
async function fiveApproved(house: House): Promise<void> {
  const ids = [1, 2, 3, 4, 5];
  for (const id of ids) await house.start(`work ${id}`, { agent: 'writer' });
  for (const id of ids) await house.reaches(id, 'ready');
  house.repo.write(Object.fromEntries(ids.map((id) => [`work-${id}-1.txt`, 'mine\n'])));
  for (const id of ids) expect((await house.cli('approve', String(id))).status).toBe(0);
  for (const id of ids) await house.until(`#${id} waits`, (world) => world.sessions[id]?.landing?.waits);
}

function makeRoom(house: House): void {
  for (const id of [1, 2, 3, 4, 5]) rmSync(`${house.repo.root}/work-${id}-1.txt`);
}

const runsOf = (house: House): string[] => house.repo.read('steps/runs', house.repo.folder).trim().split('\n');

test('slow checks run once for those that wait together; the one that is red goes back, the others land in their order', async () => {
  await using house = await openHouse({
    checks: {
      pair: 'ls work-* | tr "\\n" " " >> "$HOUSE_STEPS/runs"; echo >> "$HOUSE_STEPS/runs"; ! { test -e work-2-1.txt && test -e work-4-1.txt; }',
    },
    agents: { writer: `${writer}; [ "$SIGNALBOX_ROUND" = 1 ] || rm -f work-4-1.txt` },
    config,
    person,
  });
  const before = house.repo.git(['rev-parse', 'main']);
  await fiveApproved(house);
  expect(runsOf(house)).toHaveLength(5);
  makeRoom(house);
  for (const id of [1, 2, 3, 5]) await house.reaches(id, 'landed');
  const again = await house.until('#4 again', (world) =>
    world.sessions[4]?.round === 2 && world.sessions[4].state === 'ready' ? world.sessions[4] : null,
  );
  expect(again.messages[0]?.text).toContain('the approval is void: the target moved, and the merged result is red now');
  const subjects = house.repo.git(['log', '--reverse', '--format=%s', `${before}..main`]).split('\n');
  expect(subjects).toEqual(['work 1', 'work 2', 'work 3', 'work 5']);
  // All four, the first two of them, then the other two alone: the second of these lands without the first.
  const together = [
    'work-1-1.txt work-2-1.txt work-3-1.txt work-4-1.txt work-5-1.txt',
    'work-1-1.txt work-2-1.txt work-3-1.txt',
    'work-1-1.txt work-2-1.txt work-3-1.txt work-4-1.txt',
    'work-1-1.txt work-2-1.txt work-3-1.txt work-5-1.txt',
  ];
  expect(runsOf(house).map((line) => line.trim())).toEqual(expect.arrayContaining(together));
  // The branch itself went from before the batch to its end in one step.
  const steps = house.repo.git(['reflog', 'show', '--format=%gs', 'main']).split('\n');
  expect(steps).toContain('signalbox: land #2, #3');
  for (const id of [2, 3]) {
    const { landed } = house.session(id);
    expect(house.repo.git(['log', '-1', '--format=%s', landed?.commit ?? ''])).toBe(`work ${id}`);
    expect(house.repo.git(['rev-parse', `${landed?.commit}^`])).toBe(landed?.from);
  }
  // Each can be taken back by itself.
  expect((await house.cli('undo', '2')).status).toBe(0);
  await house.reaches(6, 'landed');
  expect(house.repo.exists('work-2-1.txt')).toBe(false);
  expect(house.repo.exists('work-3-1.txt')).toBe(true);
});

test('a daemon killed while a batch is judged, and while it lands: each of it lands once', async () => {
  await using house = await openHouse({
    checks: {
      slow: 'test ! -e work-4-1.txt || test ! -e work-2-1.txt || test -e "$HOUSE_STEPS/seen" || { touch "$HOUSE_STEPS/seen"; reach check; hold never; }',
    },
    agents: { writer },
    config,
    person,
  });
  const before = house.repo.git(['rev-parse', 'main']);
  await fiveApproved(house);
  makeRoom(house);
  await house.reached('check');
  expect(house.session(3).gate?.doing).toBe('together with #2, #4, #5: slow');
  await house.killDaemon();
  await house.connect();
  await house.until('the landing begun', (world) => world.sessions[5]?.landing?.intent ?? world.sessions[5]?.landed);
  await house.killDaemon();
  await house.connect();
  for (const id of [1, 2, 3, 4, 5]) await house.reaches(id, 'landed');
  const subjects = house.repo.git(['log', '--reverse', '--format=%s', `${before}..main`]).split('\n');
  expect(subjects).toEqual(['work 1', 'work 2', 'work 3', 'work 4', 'work 5']);
  expect(house.repo.git(['status', '--porcelain'])).toBe('');
});

test('who conflicts with the others of a batch is left out of it, judged alone, and gets the conflict', async () => {
  await using house = await openHouse({
    files: { 'line.txt': 'zero\n' },
    checks: { clean: '! grep -q "<<<" line.txt' },
    agents: {
      writer: `
        case "$SIGNALBOX_FEEDBACK" in
          *conflict*) hold resolve ;;
        esac
        ${writer}
        case "$SIGNALBOX_ID" in 2|3) echo "$SIGNALBOX_ID" > line.txt ;; esac`,
    },
    config,
    person,
  });
  const before = house.repo.git(['rev-parse', 'main']);
  await fiveApproved(house);
  makeRoom(house);
  for (const id of [1, 2, 4, 5]) await house.reaches(id, 'landed');
  const back = await house.until('#3 back', (world) => (world.sessions[3]?.round === 2 ? world.sessions[3] : null));
  expect(back.messages[0]?.text).toContain('conflict with main in line.txt');
  const subjects = house.repo.git(['log', '--reverse', '--format=%s', `${before}..main`]).split('\n');
  expect(subjects).toEqual(['work 1', 'work 2', 'work 4', 'work 5']);
  expect(house.repo.git(['reflog', 'show', '--format=%gs', 'main'])).toContain('signalbox: land #2, #4, #5');
  await house.release('resolve');
});
