import { join } from 'node:path';

import { seedHome } from '../../agents/kit/homes.ts';
import { type Hands, permissions, questions, turns } from './common-scenes.ts';
import { begin, ends, press, prompts, goesOn, working } from './moves.ts';
import { type Scene, type Seed, place } from './state-scene.ts';

const hands: Hands = {
  ask: ['--permission-mode', 'manual'],
  allow: ['--allowedTools', 'Bash'],
  yes: '1',
  no: '\x1b',
  afterNo: 'interrupted',
  label: /^(?:yes|allow)/i,
  second: '2',
  interrupt: '\x1b',
  fatal: 'forbidden',
  passing: 'server',
  passingTimes: 3,
};

const done = 'All of it is done.';

const own: readonly Scene[] = [
  {
    name: 'plan',
    args: ['--permission-mode', 'plan'],
    model: [
      [{ hold: 'a' }, { call: 'ExitPlanMode', input: { plan: '1. Read the server\n2. Change its port' } }],
      [{ hold: 'b' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      stage.release('a');
      // To approve a plan is as much an answer as it is a permission.
      stage.truth('permission', { or: 'question' });
      await stage.pause(2_500);
      await press(stage, '1', 'working');
      await working(stage, 'b');
      await ends(stage, 'b');
    },
  },
  {
    name: 'background',
    args: ['--allowedTools', 'Bash'],
    model: [
      [{ hold: 'a' }, { shell: 'sleep 6', background: true }],
      [{ hold: 'b' }, { say: 'It runs in the background.' }],
      [{ hold: 'c' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'working');
      await stage.model.reached('b');
      stage.release('b');
      stage.truth('background', { or: 'working' });
      await working(stage, 'c');
      await ends(stage, 'c');
    },
  },
  {
    name: 'subagent',
    model: {
      conversations: [
        { title: '^help', turns: [[{ hold: 'h' }, { say: 'There are two files.' }]] },
        {
          turns: [
            [{ hold: 'a' }, { subagent: 'help me to count the files' }],
            [{ hold: 'b' }, { say: 'My helper counts.' }],
            [{ hold: 'c' }, { say: done }],
          ],
        },
      ],
    },
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'working');
      await stage.model.reached('b');
      await stage.model.reached('h');
      await goesOn(stage, 'b', 'background');
      stage.release('h');
      stage.truth('background', { or: 'working' });
      await working(stage, 'c');
      await ends(stage, 'c');
    },
  },
  {
    name: 'compacting',
    model: {
      toolless: true,
      conversations: [
        {
          turns: [[{ hold: 'a' }, { say: done }]],
          reactions: [{ when: 'summary', does: [{ hold: 'b' }, { say: '<summary>All was done.</summary>' }] }],
        },
      ],
    },
    play: async (stage) => {
      await begin(stage, 'a');
      await ends(stage, 'a');
      await prompts(stage, '/compact', 'b');
      await ends(stage, 'b');
    },
  },
  {
    name: 'silent-model',
    model: [[{ hold: 'a' }, { stall: true }]],
    play: async (stage) => {
      await begin(stage, 'a');
      stage.release('a');
      await stage.pause(6_000);
    },
  },
];

const untrusted: Scene = {
  name: 'trust',
  model: [[{ hold: 'a' }, { say: done }]],
  play: async (stage) => {
    stage.truth('starting');
    await stage.shows(/trust this folder/);
    stage.truth('menu');
    await stage.pause(2_500);
    stage.keys('\x1b[B');
    await stage.pause(300);
    stage.keys('\r');
    stage.truth('starting', { or: 'working' });
    await working(stage, 'a');
    await ends(stage, 'a');
  },
};

const follow = (scene: Scene): Scene => ({
  ...scene,
  play: async (stage) => {
    stage.follow(join(place.home, '.claude/sessions'));
    await scene.play(stage);
  },
});

const seed =
  (root: string): Seed =>
  (url) =>
    seedHome('claude', place.home, { url, root }).env;

export const claudeScenes: readonly (readonly [Scene, Seed])[] = [
  ...[...turns(hands), ...permissions(hands), ...questions(hands), ...own].map(
    (scene) => [follow(scene), seed(place.root)] as const,
  ),
  [follow(untrusted), seed('/tmp/demo/elsewhere')],
];
