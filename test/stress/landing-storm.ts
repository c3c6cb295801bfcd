import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { sessionsOf } from '../../src/core/model/world.ts';
import { type House, openHouse } from '../kit/house.ts';
import { dice } from './dice.ts';
import { violations } from './witness.ts';

/**
 * Lands many sessions while the daemon, and everything it has started, is killed at random moments, while the person
 * commits and has work of their own lying about. At the end plain git is the witness.
 *
 *     npm run stress:daemon -- [landings] [seed] [merge|squash|rebase]
 */
const landings = Number(process.argv[2] ?? 40);
const seed = Number(process.argv[3] ?? 1);
const style = process.argv[4] ?? 'squash';

const roll = dice(seed);

const check = '! grep -rq BROKEN work && ! grep -rqE "^(<<<<<<<|>>>>>>>)" work';
/** Every fifth is red first; every one edits its own file, and one of a few that all of them share. */
const agent = `
  id=$SIGNALBOX_ID
  [ -n "$id" ] || exit 9
  git fetch -q . 2>/dev/null
  git -c user.name=Agent -c user.email=agent@example.com merge -q -X theirs --no-edit main >/dev/null 2>&1 || { git checkout -q --theirs . ; git add -A; git -c user.name=Agent -c user.email=agent@example.com commit -qm merged; }
  mkdir -p work
  echo "work of $id" > work/$id.txt
  sed -i "$(( id % 20 + 1 ))s/\\$/ $id/" work/shared-$(( id % 3 )).txt
  if [ $(( id % 5 )) = 0 ] && [ "$SIGNALBOX_ROUND" = 1 ]; then echo BROKEN >> work/$id.txt; fi
`;

const shared = `${Array.from({ length: 20 }, (_, line) => `line ${line + 1}`).join('\n')}\n`;
const own = { 'notes.txt': 'the person is writing this\n', 'draft/todo.md': '- buy milk\n', '.env': 'SECRET=person\n' };

async function main(): Promise<void> {
  await using house = await openHouse({
    files: {
      '.gitignore': '.env\n',
      'notes.txt': 'committed\n',
      'work/shared-0.txt': shared,
      'work/shared-1.txt': shared,
      'work/shared-2.txt': shared,
    },
    checks: { sound: check },
    agents: { worker: agent },
    config: `land: ${style}\nrounds: 9`,
    person: 'cap: 4\nreview_limit: 60\n',
    patienceMs: 600_000,
  });
  house.repo.write(own);
  const start = house.repo.git(['rev-parse', 'main']);
  const status = house.repo.status();
  const ownCommits: string[] = [];
  const ids: number[] = [];
  for (let index = 0; index < landings; index += 1) ids.push(await house.start(`work ${index}`, { agent: 'worker' }));

  const ended = new AbortController();
  const isOver = () => ended.signal.aborted;
  let kills = 0;
  const killing = (async () => {
    while (!isOver()) {
      await pause(300 + roll() * 2500);
      if (isOver()) return;
      kills += 1;
      if (roll() < 0.5) await house.killDaemon();
      else await killWithChildren(house);
      await house.connect();
    }
  })();
  const committing = (async () => {
    while (!isOver()) {
      await pause(2000 + roll() * 4000);
      if (isOver()) return;
      const commit = commitByHand(house, ownCommits.length);
      if (commit !== null) ownCommits.push(commit);
    }
  })();
  for (;;) {
    const open = ids.filter((id) => !['landed'].includes(house.world.sessions[id]?.state ?? ''));
    if (open.length === 0) break;
    const ready = sessionsOf(house.world).find((session) => session.state === 'ready' || session.state === 'reviewing');
    if (ready !== undefined) await house.cli('approve', String(ready.id), '--acknowledge');
    for (const id of ids)
      if (['stuck', 'failed'].includes(house.world.sessions[id]?.state ?? '')) await house.cli('resume', String(id));
    await pause(100);
  }
  ended.abort();
  await Promise.all([killing, committing]);
  const landed = ids.filter((id) => house.session(id).state === 'landed');
  // What the person committed of a landing that was brought down is in the target by their commit.
  const theirs = landed.filter((id) => house.session(id).landed?.commit === null);
  const lost = theirs.filter((id) => !house.repo.exists(`work/${id}.txt`));
  const wrong = violations(house.repo, {
    landed: landed.filter((id) => !theirs.includes(id)),
    ownCommits,
    status,
    own,
    start,
    check,
  });
  wrong.push(...lost.map((id) => `the work of #${id} is lost`));
  const others = ids
    .filter((id) => !landed.includes(id))
    .map((id) => `#${id} ${house.session(id).state}: ${house.session(id).reason}`);
  console.log(
    `${landed.length} of ${landings} landed (${style}, seed ${seed}), ${kills} kills, ${ownCommits.length} commits by hand`,
  );
  for (const line of [...others, ...wrong]) console.log(line);
  if (wrong.length > 0 || landed.length !== landings) process.exitCode = 1;
}

/** The person commits on the target in their checkout, as people do; sometimes git's lock is taken. */
function commitByHand(house: House, number: number): string | null {
  try {
    return house.repo.commit({ [`hand-${number}.txt`]: `by hand ${number}\n` });
  } catch {
    return null;
  }
}

/** Kills the daemon and every process it has started but the holders of agents: git in the middle of a write, checks. */
async function killWithChildren(house: House): Promise<void> {
  const daemon = await house.daemonPid();
  const victims = [daemon, ...childrenOf(daemon)];
  const { connection } = house;
  for (const pid of victims) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
  await connection.closed;
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}

await main();
