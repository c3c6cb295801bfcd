import { expect, test } from 'vitest';
import { waitsFor } from '../../src/core/rules/admission.ts';
import { openHouse } from '../kit/house.ts';

const files = { 'plan.txt': 'nothing\n', 'a.txt': 'a\n', 'b.txt': 'b\n' };

/** Proposes two tasks at its first start; at each later one it writes down what it was told. */
const lead = `
if [ -z "$SIGNALBOX_FEEDBACK" ]; then
  signalbox propose 'write a' --prompt 'Write "one" into a.txt, nothing else.' --scope a.txt --why 'a is empty' > out || exit 3
  signalbox propose 'write b' --prompt 'Write "two" into b.txt, nothing else.' --scope b.txt --after 'write a' >> out || exit 4
  signalbox inbox --wait > waited 2>&1 && exit 5
  rm out waited
  exit 0
fi
printf '%s\\n' "$SIGNALBOX_FEEDBACK" > plan.txt
exit 0`;

const worker = `case "$SIGNALBOX_TITLE" in *a) echo one > a.txt ;; *) echo two > b.txt ;; esac
signalbox done --summary "wrote $SIGNALBOX_TITLE" --wait 0 || true`;

const config = 'agent: lead\ncap: 1';

test('a lead proposes, a person decides, workers do it under cap 1 through a killed daemon, and the lead hears of each', async () => {
  await using house = await openHouse({ files, agents: { lead, worker }, config, person: 'cap: 1\n' });
  const id = await house.start('lead it', { agent: 'lead', lead: true, kind: 'isolated' });
  await house.until('the lead waits', (world) => {
    const session = world.sessions[id];
    return session?.state === 'queued' && session.run === null && session.proposals.length === 2;
  });
  expect(waitsFor(house.world, house.session(id))).toBe('its tasks: 2 proposals undecided');
  const listed = await house.cli('proposals');
  expect(listed.stdout).toMatch(
    /#1 lead it proposes 2 tasks\n {2}1\. write a[^]*why: a is empty[^]*2\. write b[^]*after: proposal 1/,
  );

  // Its workers: the person says who does it.
  const early = await house.cli('accept', String(id), '2');
  expect(early).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/comes after proposal 1, which is undecided/),
  });
  const edited = await house.connection.request('proposal/accept', {
    session: id,
    proposals: [
      { number: 1, task: { agent: 'worker' } },
      { number: 2, task: { agent: 'worker' } },
    ],
  });
  await house.killDaemon();
  await house.connect();
  const [a = 0, b = 0] = edited.sessions;
  await house.reaches(a, 'ready');
  expect(house.session(b).task).toMatchObject({ parent: id, after: [a], title: 'write b' });
  expect(waitsFor(house.world, house.session(b))).toBe(`after #${a}`);
  await house.cli('approve', String(a), '--acknowledge');
  await house.reaches(a, 'landed');
  await house.reaches(b, 'ready');
  await house.cli('approve', String(b), '--acknowledge');
  await house.reaches(b, 'landed');
  const done = await house.reaches(id, 'ready', 'stuck');
  expect(done.state).toBe('ready');
  const results = done.messages.filter(({ kind }) => kind === 'results');
  expect(results.map(({ text }) => text.split('\n')[0])).toEqual([
    expect.stringMatching(/^#2 "write a" \(your proposal 1\) has landed as /),
    expect.stringMatching(/^#3 "write b" \(your proposal 2\) has landed as /),
  ]);
  expect(results.map(({ delivered }) => delivered?.by)).toEqual(['start', 'start']);
  const plan = await house.cli('diff', String(id));
  expect(plan.stdout).toMatch(/wrote write a[^]*wrote write b/);
  expect(house.world.sessions).not.toHaveProperty('4');
});

test('no lead proposes nothing, a person cannot propose, and an agent cannot accept', async () => {
  const agent = `signalbox propose 'more' --prompt 'Do more of it, as it was.' > said 2>&1; echo "status $?" >> said
signalbox accept 1 --all >> said 2>&1; echo "status $?" >> said`;
  await using house = await openHouse({ files, agents: { agent } });
  const id = await house.start('do it', { agent: 'agent' });
  await house.reaches(id, 'ready');
  const { stdout } = await house.cli('diff', String(id));
  expect(stdout).toMatch(
    /this session is no lead: it cannot propose tasks[^]*status 1[^]*accept is the person's to decide[^]*status 1/,
  );
  expect(await house.cli('propose', 'x')).toMatchObject({ status: 2 });
});

test('refused with a note, the lead goes on with it, and is judged when nothing is left', async () => {
  const agent = `if [ -z "$SIGNALBOX_FEEDBACK" ]; then
  printf -- '- title: first\\n  prompt: Do the first part of it.\\n- title: second\\n  after: first\\n' > /tmp/$$.yaml
  signalbox propose --file /tmp/$$.yaml > /dev/null || exit 3
  rm /tmp/$$.yaml
else printf '%s\\n' "$SIGNALBOX_FEEDBACK" > plan.txt; fi`;
  await using house = await openHouse({ files, agents: { agent } });
  const id = await house.start('lead it', { agent: 'agent', lead: true });
  await house.until(
    'two proposals',
    (world) => world.sessions[id]?.proposals.length === 2 && world.sessions[id].run === null,
  );
  expect(house.session(id).proposals[1]?.afterProposals).toEqual([1]);
  expect(await house.cli('refuse', String(id), '--all', '--note', 'write it yourself')).toMatchObject({ status: 0 });
  await house.reaches(id, 'ready');
  const { stdout } = await house.cli('diff', String(id));
  expect(stdout).toMatch(
    /refused your proposal 1 "first": write it yourself[^]*proposal 2 "second": write it yourself/,
  );
});
