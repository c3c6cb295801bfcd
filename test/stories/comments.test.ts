import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';

const lines = (count: number, name = 'line'): string =>
  Array.from({ length: count }, (_, at) => `${name} ${at + 1}\n`).join('');

const inRound = (house: House, id: number, round: number) =>
  house.until(`#${id} ready in round ${round}`, (world) => {
    const session = world.sessions[id];
    return session?.state === 'ready' && session.round === round ? session : null;
  });

test('comments across three rounds follow their lines, and each reaches the agent once; the target moves in between', async () => {
  await using house = await openHouse({
    files: { 'app.txt': lines(30), 'other.txt': 'o\n' },
    checks: { there: 'test -e app.txt' },
    agents: {
      writer: `
        printf '%s\\n' "$SIGNALBOX_FEEDBACK" > "$HOUSE_STEPS/feedback-$SIGNALBOX_ROUND"
        case "$SIGNALBOX_ROUND" in
          1) sed -i -e 's/^line 20$/timeout = 5/' -e 's/^line 25$/retries = 1/' app.txt; echo one > new.txt ;;
          2) sed -i -e '1i head' -e 's/^timeout = 5$/timeout = 50/' app.txt; git mv new.txt fresh.txt 2>/dev/null || mv new.txt fresh.txt ;;
          3) sed -i -e '/^retries/d' app.txt ;;
        esac`,
    },
  });
  const id = await house.start('tune it', { agent: 'writer' });
  await inRound(house, id, 1);

  expect((await house.cli('comment', '1', 'app.txt:99', 'no')).stderr).toContain('app.txt of #1 has no line 99');
  expect((await house.cli('comment', '1', 'none.txt', 'no')).stderr).toContain('#1 has no file none.txt');
  expect((await house.cli('comment', '1', 'app.txt:20', 'too short')).status).toBe(0);
  expect((await house.cli('comment', '1', 'app.txt:25', 'why only one?')).status).toBe(0);
  expect((await house.cli('comment', '1', 'new.txt:1', 'a better name')).status).toBe(0);
  await house.cli('review', '1');
  expect((await house.cli('reject', '1', '--reason', 'approach')).stdout).toContain('rejected #1 with 3 comments');
  // What comes from somebody else while the agent works is none of its changes.
  house.repo.commit({ 'other.txt': 'moved\n', 'app.txt': lines(30).replace('line 5\n', 'theirs\n') });

  const second = await inRound(house, id, 2);
  expect(house.repo.read('steps/feedback-2', house.repo.folder)).toBe(
    'app.txt:20\n> timeout = 5\ntoo short\n\napp.txt:25\n> retries = 1\nwhy only one?\n\nnew.txt:1\n> one\na better name\n',
  );
  expect(second.messages).toHaveLength(1);
  expect(second.comments.map(({ sentIn }) => sentIn)).toEqual([1, 1, 1]);
  const since = await house.cli('diff', '1', '--since-review');
  expect(since.stdout).toContain('+head\n');
  expect(since.stdout).toContain('-timeout = 5\n+timeout = 50\n');
  expect(since.stdout).toContain('rename from new.txt\nrename to fresh.txt');
  expect(since.stdout).not.toMatch(/theirs|moved|retries = 1\n[+-]/);
  expect((await house.cli('diff', '1')).stdout).toContain('+timeout = 50');
  const compared = await house.connection.request('review/compare', { session: id });
  expect(compared.since).toMatchObject({ round: 1, fresh: [], reverted: [], mixed: [], same: 0 });
  expect(compared.comments.target).toMatchObject([
    { path: 'app.txt', kind: 'changed', line: 21, now: 'timeout = 50' },
    { path: 'app.txt', kind: 'same', line: 26, now: 'retries = 1' },
    { path: 'fresh.txt', kind: 'same', line: 1, now: 'one' },
  ]);
  expect((await house.cli('review', '1')).stdout).toContain('since round 1: 2 files changed');

  // Written with the daemon gone in between: it is there once, whoever asks again.
  const comment = { session: id, id: 'comment-0001', path: 'app.txt', side: 'new', line: 26, anchor: null } as const;
  await house.connection.request('comment/write', { ...comment, text: 'still one' });
  await house.killDaemon();
  await house.connect();
  await house.connection.request('comment/write', { ...comment, text: 'still one' });
  expect(house.session(id).comments).toHaveLength(4);
  expect((await house.cli('reject', '1', '--note', 'drop it')).status).toBe(0);

  const third = await inRound(house, id, 3);
  expect(house.repo.read('steps/feedback-3', house.repo.folder)).toBe(
    'app.txt:26\n> retries = 1\nstill one\n\ndrop it\n',
  );
  expect(third.messages).toHaveLength(2);
  const later = await house.connection.request('review/compare', { session: id });
  expect(later.since).toMatchObject({ round: 2, files: [{ path: 'app.txt', added: 0, removed: 1 }], same: 1 });
  expect(later.comments.target.map(({ kind, line }) => [kind, line])).toEqual([
    ['changed', 21],
    ['gone', null],
    ['same', 1],
    ['gone', null],
  ]);
  // In the difference since round 2 the line is the one that was removed.
  expect(later.comments.reviewed[3]).toMatchObject({ kind: 'removed', side: 'old', now: 'retries = 1' });
  const shown = await house.cli('show', '1', '--json');
  expect(JSON.parse(shown.stdout)).toMatchObject({ comments: { length: 4 }, reviewed: { round: 2 } });
  await house.cli('approve', '1', '--acknowledge');
  await house.reaches(id, 'landed');
});

test('a mark holds while the change reads the same, whatever the target did elsewhere in the file', async () => {
  await using house = await openHouse({
    files: { 'a.txt': lines(40), 'b.txt': lines(40) },
    checks: { there: 'test -e a.txt' },
    agents: {
      writer: `
        [ "$SIGNALBOX_ROUND" = 1 ] && sed -i 's/^line 30$/mine/' a.txt b.txt
        [ "$SIGNALBOX_ROUND" = 1 ] || sed -i 's/^mine$/better/' b.txt`,
    },
  });
  const id = await house.start('both', { agent: 'writer' });
  await inRound(house, id, 1);
  const { contents } = await house.connection.request('review/compare', { session: id });
  const marks = ['a.txt', 'b.txt'].map((path) => ({ path, mark: 'seen' as const, content: contents[path] ?? '' }));
  await house.connection.request('review/mark', { session: id, marks });
  const seq = house.world.seq;
  await house.connection.request('review/mark', { session: id, marks });
  expect(house.world.seq).toBe(seq);
  await house.cli('review', '1');
  await house.cli('reject', '1', '--note', 'better');
  house.repo.commit({ 'a.txt': `top\n${lines(40)}`, 'b.txt': `top\n${lines(40)}` });
  await house.killDaemon();
  await house.connect();
  const second = await inRound(house, id, 2);
  const now = await house.connection.request('review/compare', { session: id });
  expect(second.marks['a.txt']).toEqual({ mark: 'seen', content: now.contents['a.txt'] });
  expect(second.marks['b.txt']?.content).not.toBe(now.contents['b.txt']);
  expect(now.since).toMatchObject({ files: [{ path: 'b.txt', added: 1, removed: 1 }], same: 1 });
  expect(now.since?.before).toEqual({ 'b.txt': second.marks['b.txt']?.content });
});
