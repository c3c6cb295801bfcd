import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { agentSchema } from '../../src/core/model/config.ts';
import { asks, busyWorld, madeUp, pictureOfLines, repo, runs, worldOf } from './made-up-world.ts';
import { sitDown } from './person.ts';
import { openSmallDaemon } from './small-daemon.ts';

test('shows the world and follows its events', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('questions 3');
  daemon.happen({ type: 'progress.reported', session: 1, request: 'request-p', text: 'halfway there' });
  await person.sees('halfway there');
});

test('takes a new snapshot when an event is missing', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  daemon.lose({ type: 'progress.reported', session: 1, request: 'request-1', text: 'never told' });
  daemon.happen({ type: 'limits.changed', cap: 9, reviewLimit: 3 });
  await person.sees('3/9');
  await person.sees('never told');
});

test('live screens appear in their tiles', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  daemon.screen(1, pictureOfLines(['$ make', 'compiling buffer.ts']));
  await person.sees('compiling buffer.ts');
});

test('answers given so far are sent when the sitting is closed', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('a answer 3');
  person.press('a');
  await person.sees('Answers · 3 open');
  person.press('1\r');
  await person.sees('Answers · 2 open');
  expect(daemon.world.sessions[2]?.messages.length).toBe(0);
  // The next question has no options, so it is typed at once: the first escape ends typing, the second the sitting.
  person.press('half\x1b[27u\x1b[27u');
  await person.sees('answers held for #2: it takes it by its inbox, or at its next start');
  const answers = daemon.world.sessions[2]?.questions.map((question) => question.answer?.text ?? null);
  expect(answers).toEqual(['keypress', null, null]);
  expect(daemon.world.sessions[2]?.messages.length).toBe(1);
});

test('your call takes the recommendation of the agent', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('a answer 3');
  person.press('a');
  await person.sees('Answers · 3 open');
  person.press('y');
  await person.sees('Answers · 2 open');
  expect(daemon.world.sessions[2]?.questions[0]?.answer?.text).toBe('idle');
});

test('a half-typed answer survives the dashboard', async () => {
  await using daemon = await openSmallDaemon(worldOf([madeUp(1, 'asking', { questions: [asks(1, 'Which one?')] })]));
  {
    await using person = await sitDown(daemon);
    await person.sees('a answer 1');
    person.press('a');
    await person.sees('Answers · 1 open');
    person.press('half a thou');
    await person.sees('half a thou');
  }
  await using person = await sitDown(daemon);
  await person.sees('a answer 1');
  person.press('a');
  await person.sees('half a thou');
  person.press('ght\r');
  await person.sees('no question is open any more');
  expect(daemon.world.sessions[1]?.questions[0]?.answer?.text).toBe('half a thought');
  person.press('q');
  await person.left;
  expect(JSON.parse(readFileSync(person.draftsFile, 'utf8'))).toMatchObject({ answers: {} });
});

test('the form makes a task with the environment of this client', async () => {
  await using daemon = await openSmallDaemon(worldOf([]));
  await using person = await sitDown(daemon);
  await person.sees('No task yet');
  person.press('n');
  await person.sees('New task in acme-app');
  await person.sees('no goal');
  person.press('tidy imports\t\x1b[200~Sort the imports\nof every file\x1b[201~\tsrc/**\t');
  person.press('2\t\tmore than ten files change\t');
  await person.sees('nothing is missing');
  person.press('\x13');
  await person.sees('#1 tidy imports is queued');
  expect(daemon.world.sessions[1]?.task).toMatchObject({
    title: 'tidy imports',
    prompt: 'Sort the imports\nof every file',
    scope: ['src/**'],
    checks: ['types'],
    stop: ['more than ten files change'],
  });
  expect(daemon.asked).toMatchObject([{ name: 'task/create', params: { env: { MINE: 'yes' } } }]);
});

test('an untrusted repository shows its commands before anything is queued', async () => {
  await using daemon = await openSmallDaemon(worldOf([], { repos: { [repo.id]: { ...repo, config: null } } }));
  await using person = await sitDown(daemon);
  await person.sees('is not set up or trusted yet');
  person.press('n');
  await person.sees('npm run types');
  person.press('y');
  await person.sees('New task in acme-app');
  expect(daemon.asked.map(({ name }) => name)).toEqual(['repo/trust']);
});

test('trusting looks at the file as it is, also before the daemon has noticed that it changed', async () => {
  await using daemon = await openSmallDaemon(worldOf([]));
  await using person = await sitDown(daemon);
  await person.sees('No task yet');
  await person.seesNo('t trust');
  // What the dashboard knows stays as it was: repo/open alone says that the commands are not trusted any more.
  daemon.world = { ...daemon.world, repos: { [repo.id]: { ...repo, config: null } } };
  person.press('t');
  await person.sees('npm run types');
  person.press('y');
  await person.sees('acme-app is trusted');
});

test('the form explains each field whole, and keeps the longest label off what is typed', async () => {
  await using daemon = await openSmallDaemon(worldOf([]));
  await using person = await sitDown(daemon);
  await person.sees('No task yet');
  person.press('n');
  await person.sees('one line, names the session');
  person.press('\t\t\t\t\tnever');
  await person.sees('stop and report when never');
  person.press('\t');
  await person.sees('one at a time');
});

test('many agents to choose from are all in sight at 80 columns', async () => {
  const names = ['alpha-agent', 'bravo-agent', 'charlie-agent', 'delta-agent', 'echo-agent'];
  const agents = Object.fromEntries(names.map((name) => [name, agentSchema.parse({ command: ['true'] })]));
  const config = repo.config === null ? null : { ...repo.config, agents };
  await using daemon = await openSmallDaemon(worldOf([], { repos: { [repo.id]: { ...repo, config } } }));
  await using person = await sitDown(daemon);
  await person.sees('No task yet');
  person.press('n');
  const form = await person.sees('echo-agent');
  expect(names.filter((name) => !form.includes(name))).toEqual([]);
});

test('stopping and discarding ask first', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('S');
  await person.sees('Stop #1 playback?');
  person.press('n');
  await person.seesNo('Stop #1 playback?');
  person.press('x');
  await person.sees('Discard #1 playback?');
  person.press('y');
  await person.sees('#1 is discarded');
  expect(daemon.asked.map(({ name }) => name)).toEqual(['session/discard']);
});

test('what is not possible now says why', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('R');
  await person.sees('only a stuck, failed or stopped session is resumed');
  person.press('5\r');
  await person.sees('#5 has no terminal yet');
  expect(daemon.asked).toEqual([]);
});

test('a stuck agent that still runs goes on where it is, and is told to', async () => {
  const reason = 'its model fails: 429 rate limited';
  await using daemon = await openSmallDaemon(worldOf([madeUp(1, 'stuck', { reason, run: runs('resting') })]));
  await using person = await sitDown(daemon);
  await person.sees(reason);
  await person.sees('R resumes it where it is');
  person.press('R');
  await person.sees('#1 goes on where it is: its agent is told to');
  await person.sees('held for it: Go on with the task.');
  expect(daemon.world.sessions[1]).toMatchObject({ state: 'working', run: { number: 1 } });
});

test('zoom sends keys to the session, fits its terminal and gives the size back', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('\r');
  await person.sees('ctrl-] back');
  daemon.screen(1, pictureOfLines(['the whole terminal of it']));
  await person.sees('the whole terminal of it');
  person.press('q');
  person.press('\x1d');
  await person.sees('acme-app');
  const sizes = daemon.asked.filter(({ name }) => name.endsWith('zoom')).map(({ params }) => params);
  expect(sizes).toEqual([{ session: 1, columns: 120, rows: 39 }, { session: 1 }]);
  expect(daemon.asked).toContainEqual({ name: 'screen/type', params: { session: 1, bytes: 'cQ==' } });
});

test('when the daemon dies it says so, and goes on with the next one', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  let attempts = 0;
  const reconnect = async () => {
    attempts += 1;
    await daemon.revive();
    return daemon.connect();
  };
  await using person = await sitDown(daemon, { reconnect });
  await person.sees('playback');
  person.press('n');
  await person.sees('New task');
  person.press('half a ti');
  await person.sees('half a ti');
  await daemon.die();
  daemon.lose({ type: 'limits.changed', cap: 7, reviewLimit: 3 });
  person.press('tle');
  await person.sees('half a title');
  person.press('\x1b');
  await person.sees('3/7');
  expect(attempts).toBe(1);
});

test('a review is taken, and approving unread files asks once', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('r review 1');
  person.press('r');
  await person.sees('[brief]');
  person.press('y');
  await person.sees('1 of 1 file is unread');
  person.press('y');
  await person.sees('#4 is approved');
  expect(daemon.asked).toMatchObject([
    { name: 'review/take' },
    { name: 'review/approve', params: { session: 4, acknowledged: ['unread'] } },
  ]);
});

test('a rejection carries its reason and note', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('r review 1');
  person.press('rn');
  await person.sees('Reject #4');
  person.press('\tassert the retry count\r');
  await person.sees('#4 goes back to its agent');
  const note = { session: 4, reason: 'verification', note: 'assert the retry count' };
  const reading = { files: 1, unread: 1, lines: 100, readLines: 0, weighed: 0 };
  expect(daemon.asked).toMatchObject([{}, { name: 'review/reject', params: { ...note, reading } }]);
});

test('the command line knows what it knows', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press(':cap 5\r');
  await person.sees('3/5');
  person.press(':dance\r');
  await person.sees('dance is no command');
  person.press(':undo 99\r');
  await person.sees('there is no session #99');
  person.press(':cap fast\r');
  await person.sees('cap takes one number, or auto, not "fast"');
  person.press(':quit\r');
  await person.left;
});

test('a resize is followed, down to a size that shows nothing but a sentence', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('[board 8]');
  person.resize({ columns: 200, rows: 50 });
  await person.sees('Review · 1 of 1');
  person.resize({ columns: 50, rows: 10 });
  await person.sees('too small');
  person.resize({ columns: 80, rows: 24 });
  await person.sees('[board 8]');
});

test('attaching to a session begins in its terminal', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon, { session: 1 });
  await person.sees('#1 playback');
  await person.sees('ctrl-] back');
});

test('a click selects, arrows and digits too', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('▸ 1 playback');
  person.press('\x1b[<0;90;6M\x1b[<0;90;6m');
  await person.sees('▸ 2 search');
  person.press('\x1b[B');
  await person.sees('▸ 4 error-handling');
  person.press('7');
  await person.sees('▸ 7 flaky upload');
});

test('the filter works while it is typed, and is dropped by escape', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('/off');
  await person.sees('[board 1]');
  person.press('\r');
  await person.sees('filter: off');
  person.press('\x1b[27u');
  await person.sees('[board 8]');
});

test('keys of the person are refused with a sentence before anything is drawn', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon, { keys: { 'board.new': 'q' } });
  await expect(person.left).rejects.toThrow('keys: q would mean both board.new and board.quit');
});
