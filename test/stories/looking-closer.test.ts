import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

const before = Array.from({ length: 40 }, (_, line) => `line ${line + 1}\n`).join('');

test('a review looks at both versions of a file, with more around a change and without changes in blanks', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    files: { 'a.txt': before, 'old.bin': 'x' },
    agents: {
      writer: `
        sed -i 's/line 20$/changed/; s/^line 21$/  line 21/' a.txt
        git mv old.bin new.bin
        printf '\\000\\001' > added.bin
        printf shot > shot.png
        signalbox done --summary done --evidence shot.png`,
    },
  });
  const session = await house.start('work', { agent: 'writer' });
  await house.reaches(session, 'ready');
  const file = async (path: string, side: 'old' | 'new', limit = 1000) => {
    const { size, bytes } = await house.connection.request('session/file', { session, path, side, limit });
    return { size, text: bytes === null ? null : Buffer.from(bytes, 'base64').toString() };
  };
  expect(await file('a.txt', 'old')).toEqual({ size: before.length, text: before });
  expect((await file('a.txt', 'new')).text).toContain('\nchanged\n  line 21\n');
  expect(await file('a.txt', 'new', 10)).toMatchObject({ text: null });
  expect(await file('new.bin', 'old')).toEqual({ size: 1, text: 'x' });
  expect(await file('added.bin', 'new')).toEqual({ size: 2, text: '\0\u0001' });
  await expect(file('added.bin', 'old')).rejects.toThrow('is not there before the work');
  await expect(file('nothing', 'new')).rejects.toThrow('is not there after the work');
  const asked = { session, name: 'shot.png', round: 1, limit: 100 };
  const shot = await house.connection.request('session/evidence-file', asked);
  expect(Buffer.from(shot.bytes ?? '', 'base64').toString()).toBe('shot');

  const diff = async (parts: { context?: number; ignoreWhitespace?: boolean }) =>
    (await house.connection.request('session/diff', { session, path: 'a.txt', ...parts })).patch;
  expect(await diff({})).toContain('@@ -17,8 +17,8 @@');
  expect(await diff({ context: 1_000_000 })).toContain('@@ -1,40 +1,40 @@');
  const quiet = await diff({ ignoreWhitespace: true });
  expect(quiet).toContain('+changed\n');
  expect(quiet).not.toMatch(/^[-+]\s*line 21$/m);
});

test('the person takes the item in hand over where there is a place for its agent, and it is judged again', async () => {
  await using house = await openHouse({
    checks: { there: 'true' },
    agents: {
      writer: `
        echo round $SIGNALBOX_ROUND >> work.txt
        signalbox done --summary done`,
      asker: `signalbox ask "go on?" --wait`,
    },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reaches(id, 'ready');
  await expect(house.connection.request('review/take-over', { session: id })).rejects.toThrow(`#${id} is ready`);
  await house.until('its process to be gone', (world) => world.sessions[id]?.run === null);
  const other = await house.start('other', { agent: 'asker' });
  await house.reaches(other, 'asking');
  await house.cli('cap', '1');
  await house.connection.request('review/take', { session: id });
  await expect(house.connection.request('review/take-over', { session: id })).rejects.toThrow(
    "can't start now: cap 1/1",
  );
  await house.cli('cap', '2');
  await house.connection.request('review/take-over', { session: id });
  await house.until(
    'it to be judged again',
    (world) => world.sessions[id]?.state === 'ready' && world.sessions[id].runs === 2,
  );
  const { sessions, inHand } = (await house.connection.request('world/get', {})).world;
  expect(inHand).toBeNull();
  expect(sessions[id]?.messages.map(({ text }) => text)).toContain(
    'A person takes over here by hand. Do nothing until they write to you.',
  );
});
