import { resolve } from 'node:path';
import { expect } from 'vitest';
import { OuterTerminal } from '../../bench/kit/outer-terminal.ts';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { agentNames } from '../kit/versions.ts';

const launcher = resolve(import.meta.dirname, '../../../src/signalbox.js');

eachAgent(agentNames, 'a person answers, permits, reviews and approves with keys in the dashboard', async (agent) => {
  await using story = await openAgentHouse({
    agent,
    checks: { built: 'grep -q built built.txt' },
    files: { 'build.sh': 'echo built > built.txt\n' },
    scenario: [
      { ask: [{ question: 'Which database?', header: 'Database', options: ['SQLite', 'Postgres'] }] },
      { when: 'Postgres', does: [{ shell: 'sh build.sh', privileged: true }] },
      { say: 'It is built.' },
    ],
  });
  const { house } = story;
  const id = await story.start('build it');
  await story.asks(id, /Which database\?/);
  await using terminal = new OuterTerminal({
    command: [process.execPath, launcher],
    cwd: house.repo.root,
    env: house.env,
    columns: 160,
    rows: 45,
  });
  await terminal.shows('? asking');
  terminal.write('a');
  await terminal.shows('Postgres');
  terminal.write('2');
  terminal.write('\r');
  await story.asks(id, /sh build\.sh/);
  // The sitting is over: it was the only question then.
  await terminal.shows(/a answer 1/);
  terminal.write('a');
  await terminal.shows(/1[^\n]*Allow/);
  terminal.write('1');
  terminal.write('\r');
  await house.reaches(id, 'ready');
  await terminal.shows('r review');
  terminal.write('r');
  await house.reaches(id, 'reviewing');
  await terminal.shows('y approve');
  terminal.write('y');
  await terminal.shows('Sure?');
  terminal.write('y');
  await house.reaches(id, 'landed');
  expect(house.repo.read('built.txt')).toBe('built\n');
  expect(house.session(id).questions).toMatchObject([
    { about: 'question', answer: { text: 'Postgres' } },
    { about: 'permission', closedBy: 'signalbox' },
  ]);
});
