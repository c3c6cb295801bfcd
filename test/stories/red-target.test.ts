import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { redOn, testThatRuns } from '../kit/counted-test.ts';
import { openHouse } from '../kit/house.ts';

test('a target that is red itself is not the agents’ fault, and is looked at once for all of them', async () => {
  await using house = await openHouse({
    files: { 'package.json': '{"type":"module"}', 'a.txt': 'a\n' },
    checks: { unit: 'node --test test/*.test.js' },
    agents: { writer: 'echo "$SIGNALBOX_TITLE" > "$SIGNALBOX_ID.txt"' },
  });
  house.repo.commit({ 'lib.js': redOn(house.repo, 'lib', 'always'), 'test/lib.test.js': testThatRuns('../lib.js') });
  for (const title of ['one', 'two']) {
    const id = await house.start(title, { agent: 'writer' });
    const verdict = await house.until(`a verdict on #${id}`, (world) => world.sessions[id]?.verdict);
    expect(verdict).toMatchObject({ kind: 'target-red', checks: [{ name: 'unit', outcome: 'red' }] });
    expect(verdict.reasons).toMatchObject([{ kind: 'target', target: 'main', name: 'unit' }]);
    expect(house.session(id).messages).toEqual([]);
  }
  const logs = readdirSync(join(house.repo.folder, 'sb/sessions'), { recursive: true, encoding: 'utf8' });
  expect(logs.filter((path) => /-target-\d+\.log$/.test(path))).toHaveLength(1);
});
