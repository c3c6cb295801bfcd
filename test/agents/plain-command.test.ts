import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { startPlainCommand } from '../../src/agents/plain-command.ts';
import { Story } from '../core/worlds.ts';

function session() {
  const story = new Story();
  return { ...story.session(story.task({ title: 'A title; with $(things)' })), round: 3 };
}

test('the prompt goes to the environment and into each argument that asks for it, whatever is in it', () => {
  const prompt = `cost: $& $1 $\` $' {prompt} "quoted" 'single' \\n\n日本`;
  const start = startPlainCommand(['agent', '--prompt={prompt}', '{prompt}', 'plain', '{prompt}{prompt}'], {
    session: session(),
    prompt,
    feedback: 'the test is red\n$&',
  });
  expect(start.argv).toEqual(['agent', `--prompt=${prompt}`, prompt, 'plain', prompt + prompt]);
  expect(start.env).toEqual({
    SIGNALBOX_ID: '1',
    SIGNALBOX_TITLE: 'A title; with $(things)',
    SIGNALBOX_ROUND: '3',
    SIGNALBOX_PROMPT: prompt,
    SIGNALBOX_FEEDBACK: 'the test is red\n$&',
  });
});

test('a NUL, which no argument can hold, is left out', () => {
  const start = startPlainCommand(['a', '{prompt}'], { session: session(), prompt: 'one\0two', feedback: '\0' });
  expect(start.argv).toEqual(['a', 'onetwo']);
  expect(start.env).toMatchObject({ SIGNALBOX_PROMPT: 'onetwo', SIGNALBOX_FEEDBACK: '' });
});

test('a command without a place for the prompt gets none, and no feedback is an empty one', () => {
  const start = startPlainCommand(['bash', 'tools/agent.sh'], { session: session(), prompt: 'do it', feedback: '' });
  expect(start.argv).toEqual(['bash', 'tools/agent.sh']);
  expect(start.env).toMatchObject({ SIGNALBOX_PROMPT: 'do it', SIGNALBOX_FEEDBACK: '' });
});

test.each([
  ['plain', 'x', ''],
  ['of two bytes', 'ä', ''],
  ['of three bytes', '日', ''],
  ['of four bytes', '🚦', ''],
  ['of four bytes, cut askew', '🚦', '.'],
])('a very long prompt, %s, starts all the same, with its beginning and its end', (_what, letter, odd) => {
  // An odd number of units before and after: a cut may fall into the middle of a character.
  const prompt = `BEGIN ${odd}${letter.repeat(300_000)}${odd} END`;
  const { argv, env } = startPlainCommand(['printenv', 'SIGNALBOX_FEEDBACK', '{prompt}'], {
    session: session(),
    prompt,
    feedback: prompt,
  });
  const [program = '', ...rest] = argv;
  // The system itself says whether it takes them.
  const ran = spawnSync(program, [rest[0] ?? ''], { env, encoding: 'utf8', argv0: rest[1], maxBuffer: 1e7 });
  expect(ran.error).toBeUndefined();
  expect(ran.stdout).toMatch(/^BEGIN /);
  expect(ran.stdout).toMatch(/ END\n$/);
  expect(ran.stdout).toContain('characters left out; signalbox show has the whole text');
  expect(ran.stdout).not.toContain('\uFFFD');
  expect(env['SIGNALBOX_PROMPT']).toBe(env['SIGNALBOX_FEEDBACK']);
  expect(argv[2]).toBe(env['SIGNALBOX_PROMPT']);
});
