import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';

/** Notes each start, and what it was told; the first one stays until it is ended. */
const worker = `
  echo run >> "$HOUSE_STEPS/runs"
  printf '%s' "$SIGNALBOX_PROMPT" > "$HOUSE_STEPS/prompt"
  if [ "$(wc -l < "$HOUSE_STEPS/runs")" -gt 1 ]; then reach again; hold end; exit 0; fi
  echo half > half.txt; echo '# more' >> .signalbox/config.yaml
  signalbox job start --name web -- 'sleep 100000' > /dev/null
  signalbox ask 'tabs or spaces?' --option tabs --non-blocking > /dev/null
  signalbox ask 'how wide?' --non-blocking > /dev/null
  signalbox progress 'half way'
  signalbox inbox --wait > /dev/null
  TRAP
  reach begun; hold never`;

async function begun(house: House): Promise<number> {
  const id = await house.start('work', { agent: 'worker' });
  await house.until('it asked', (world) => world.sessions[id]?.progress === 'half way');
  expect((await house.cli('answer', '1', '--question', '1', 'tabs, always')).status).toBe(0);
  await house.connection.request('answers/send', { session: id });
  await house.reached('begun');
  return id;
}

const read = (house: House, name: string): string => house.repo.read(name, house.env['HOUSE_STEPS']);
const times = (text: string, part: string): number => text.split(part).length - 1;

test('an agent that is reset starts once in the same worktree, with its jobs and its work, and is told what was decided', async () => {
  await using house = await openHouse({ agents: { worker: worker.replace('TRAP', '') }, person: 'cap: 1\n' });
  const id = await begun(house);
  const { worktree } = house.session(id);
  const said = await house.cli('reset', '1', '--note', 'tests first');
  expect(said.stdout).toBe('#1 starts with a fresh context: signalbox show 1 has its hand-over\n');
  await house.reached('again');
  const session = house.session(id);
  expect(session).toMatchObject({ state: 'working', runs: 2, round: 1, worktree, terminals: [{ name: 'web' }] });
  expect(house.repo.read('half.txt', worktree?.path)).toBe('half\n');
  const prompt = read(house, 'prompt');
  const parts = [
    'tabs, always',
    'how wide?',
    'half way',
    'tests first',
    'half.txt (new)',
    'config.yaml',
    '(+1 -0)',
    'web: sleep 100000',
  ];
  expect(parts.filter((part) => times(prompt, part) !== 1)).toEqual([]);
  expect(session.questions.map(({ withdrawn }) => withdrawn)).toEqual([false, false]);
  await house.release('end');
  await house.reaches(id, 'ready');
  expect((await house.cli('reset', '1')).stderr).toBe(
    'signalbox: #1 has finished its round: reject it, then reset it\n',
  );
});

test('a daemon killed while an agent that will not go is being ended: there is exactly one fresh start', async () => {
  // It outlives TERM, so that the daemon is sure to die in the middle.
  const agents = {
    worker: worker.replace('TRAP', `trap 'reach asked' TERM`).replace('hold never', 'while :; do hold never; done'),
  };
  await using house = await openHouse({ agents });
  house.prepareStep('asked');
  const id = await begun(house);
  await house.cli('reset', '1');
  await house.reached('asked');
  await house.killDaemon();
  expect(house.session(id)).toMatchObject({ runs: 1, ending: { why: 'reset' } });
  await house.connect();
  await house.reached('again');
  expect(house.session(id)).toMatchObject({ state: 'working', runs: 2, ending: null });
  await house.release('end');
  await house.reaches(id, 'ready');
  expect(read(house, 'runs')).toBe('run\nrun\n');
  expect(house.session(id).messages.filter(({ kind }) => kind === 'hand-over')).toHaveLength(1);
  const left = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  expect(left).not.toContain(`${house.repo.folder}/agents/worker.sh`);
});
