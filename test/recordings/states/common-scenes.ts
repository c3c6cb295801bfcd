import { begin, ends, press, prompts, goesOn, working } from './moves.ts';
import type { Scene } from './state-scene.ts';

/** What differs between agents in the same scene. */
export interface Hands {
  /** Arguments with which a command has to be permitted, and with which it has not. */
  readonly ask: readonly string[];
  readonly askEnv?: Readonly<Record<string, string>>;
  readonly allow: readonly string[];
  /** Keys of a permission's dialog in the terminal. */
  readonly yes: string | readonly string[];
  readonly no: string | readonly string[];
  /** What refusing is: the turn goes on, or is broken off. */
  readonly afterNo: 'working' | 'interrupted';
  /** The label with which the dashboard permits. */
  readonly label: RegExp;
  /** Keys that choose the second of a question's options. */
  /** Arguments with which it has a tool to ask. */
  readonly asks?: readonly string[];
  readonly second: string | readonly string[];
  readonly interrupt: string | readonly string[];
  /** A failure that it gives up on at once, and one after which it tries again. */
  readonly fatal: 'unauthorized' | 'invalid' | 'forbidden';
  readonly passing: 'server' | 'overloaded' | 'rate-limited';
  readonly passingTimes: number;
}

const database = { question: 'Which database?', header: 'Database', options: ['SQLite', 'Postgres'] };
const done = 'I have changed the server so that it listens on one port only. All tests pass.';

/** A permission for a command, up to its dialog. */
function permission(name: string, hands: Hands, rest: Scene['play']): Scene {
  return {
    name,
    args: hands.ask,
    env: hands.askEnv ?? {},
    model: [
      [{ hold: 'a' }, { shell: 'touch made.txt && sleep 1', privileged: true }],
      [{ hold: 'b' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'permission');
      await rest(stage);
    },
  };
}

function question(name: string, hands: Hands, rest: Scene['play']): Scene {
  return {
    name,
    args: hands.asks ?? [],
    model: [
      [{ hold: 'a' }, { ask: [database] }],
      [{ hold: 'b' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'question');
      await rest(stage);
    },
  };
}

export const turns = (hands: Hands): readonly Scene[] => [
  {
    name: 'turn',
    model: [[{ say: 'I look at it first.' }, { hold: 'a' }, { say: done, pieces: 8, everyMs: 60 }]],
    play: async (stage) => {
      await begin(stage, 'a');
      stage.release('a');
      await stage.pause(420);
      stage.truth('resting');
      await stage.pause(4_000);
    },
  },
  {
    name: 'tool',
    args: hands.allow,
    model: [
      [{ hold: 'a' }, { shell: 'sleep 2; git status' }],
      [{ hold: 'b' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'working');
      await stage.model.reached('b');
      await ends(stage, 'b');
    },
  },
  {
    name: 'prose',
    model: [[{ hold: 'a' }, { say: 'There are two ways to do this.\n\nShall I remove the old endpoint?' }]],
    play: async (stage) => {
      await begin(stage, 'a');
      await ends(stage, 'a', true);
    },
  },
  {
    name: 'follow-up',
    model: [
      [{ hold: 'a' }, { say: done }],
      [{ hold: 'b' }, { say: 'And that as well.' }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await ends(stage, 'a');
      await prompts(stage, 'now do the rest', 'b');
      await ends(stage, 'b');
    },
  },
  {
    name: 'interrupted',
    model: [
      [{ say: 'I begin.' }, { hold: 'a' }],
      [{ hold: 'b' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await press(stage, hands.interrupt, 'interrupted');
      await stage.pause(1_000);
      await prompts(stage, 'go on', 'b');
      await ends(stage, 'b');
    },
  },
  {
    name: 'interrupted-tool',
    args: hands.allow,
    model: [[{ hold: 'a' }, { shell: `python3 -c 'import time; time.sleep(30)'` }]],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'working');
      await press(stage, hands.interrupt, 'interrupted');
      await stage.pause(1_500);
    },
  },
  {
    name: 'killed',
    model: [[{ hold: 'a' }, { say: done }]],
    play: async (stage) => {
      await begin(stage, 'a');
      stage.kill();
      stage.truth('ended');
    },
  },
  {
    name: 'failure',
    model: [{ does: [{ hold: 'a' }, { fail: hands.fatal }] }, { does: [{ fail: hands.fatal }], times: 100 }],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'failed');
      await stage.pause(2_500);
    },
  },
  {
    name: 'retry',
    model: [
      { does: [{ hold: 'a' }, { fail: hands.passing }] },
      ...(hands.passingTimes > 1 ? [{ does: [{ fail: hands.passing }], times: hands.passingTimes - 1 }] : []),
      [{ hold: 'b' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'retrying');
      // That it is asked again is no sign yet that it answers.
      await working(stage, 'b', 'retrying');
      await ends(stage, 'b');
    },
  },
];

export const permissions = (hands: Hands): readonly Scene[] => [
  permission('permission-yes', hands, async (stage) => {
    await press(stage, hands.yes, 'working');
    await working(stage, 'b');
    await ends(stage, 'b');
  }),
  permission('permission-no', hands, async (stage) => {
    await press(stage, hands.no, hands.afterNo);
    if (hands.afterNo === 'interrupted') return stage.pause(1_500);
    await working(stage, 'b');
    await ends(stage, 'b');
  }),
  permission('permission-dashboard', hands, async (stage) => {
    stage.truth('working');
    await stage.answer(stage.optionOf(hands.label));
    await working(stage, 'b');
    await ends(stage, 'b');
  }),
  {
    name: 'permission-edit',
    args: hands.ask,
    env: hands.askEnv ?? {},
    model: [
      [{ hold: 'a' }, { write: '/tmp/demo/outside.txt', content: 'one\ntwo\n' }],
      [{ hold: 'b' }, { say: done }],
    ],
    play: async (stage) => {
      await begin(stage, 'a');
      await goesOn(stage, 'a', 'permission');
      await press(stage, hands.yes, 'working');
      await working(stage, 'b');
      await ends(stage, 'b');
    },
  },
];

export const questions = (hands: Hands): readonly Scene[] => [
  question('question', hands, async (stage) => {
    await press(stage, hands.second, 'working');
    await working(stage, 'b');
    await ends(stage, 'b');
  }),
  question('question-dashboard', hands, async (stage) => {
    stage.truth('working');
    await stage.answer('Postgres');
    await working(stage, 'b');
    await ends(stage, 'b');
  }),
];
