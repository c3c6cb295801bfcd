import { repositoryConfigSchema } from '../../src/core/model/config.ts';
import { newRepo } from '../../src/core/reduce/new-repo.ts';
import type { Notification } from '../../src/wire/notifications.ts';
import type { Activity } from '../../src/core/model/report.ts';
import type { Question } from '../../src/core/model/question.ts';
import type { Run, Session, State } from '../../src/core/model/session.ts';
import { type Verdict, blankVerdict, plainResult } from '../../src/core/model/verdict.ts';
import { type Repo, type World, emptyWorld } from '../../src/core/model/world.ts';
import type { ViewOf } from '../../src/ui/state/views.ts';
import { newSession } from '../../src/core/reduce/new-session.ts';

type Shown = Extract<Notification, { notify: 'screen' }>['change'];

/** Worlds for screens: plain data, times relative to `noon`. */
export const noon = new Date(2026, 4, 20, 12, 0, 0).getTime();
const minute = 60_000;

export const repo: Repo = {
  ...newRepo({ id: 'acme-app-1a2b', root: '/home/me/acme-app', name: 'acme-app', target: 'main' }),
  targetCommit: '4f2c1aa0f6f7a1b2c3d4e5f60718293a4b5c6d7e',
  config: repositoryConfigSchema.parse({
    checks: [
      { name: 'types', run: 'npm run types', timeout: 600_000 },
      { name: 'test', run: 'npm test', timeout: 600_000 },
    ],
    agents: { claude: { command: ['claude'] }, codex: { command: ['codex'] } },
    agent: 'claude',
  }),
  configHash: 'hash',
  configChanged: false,
};

/** The present run of an agent that stays, and what it is doing. */
export function runs(kind: Activity, words: string | null = null, parts: Partial<Run> = {}): Run {
  return {
    number: 1,
    phase: 'alive',
    pid: 100,
    startedAt: noon - 5 * minute,
    waiting: false,
    takes: 'any time',
    activity: { kind, words, rule: 'made up', since: noon - minute },
    subWork: null,
    ...parts,
  };
}

/** A session in a state, five minutes old, with what that state always has. */
export function madeUp(
  id: number,
  state: State,
  parts: Partial<Session> & { title?: string; agent?: string } = {},
): Session {
  const { title = `task-${id}`, agent = 'claude', ...rest } = parts;
  const task = {
    title,
    prompt: `Do what ${title} asks for.`,
    kind: 'isolated' as const,
    scope: ['src/**'],
    checks: [],
    stop: [],
    agent,
    priority: 0,
    after: [],
  };
  const at = noon - 5 * minute;
  const session = newSession({ type: 'task.created', session: id, repo: repo.id, task }, at);
  const atWork = ['working', 'asking'].includes(state);
  return {
    ...session,
    state,
    startedAt: state === 'queued' ? null : at,
    run: atWork
      ? {
          number: 1,
          phase: 'alive',
          pid: 100 + id,
          startedAt: at,
          waiting: false,
          takes: null,
          activity: { kind: 'unknown', words: null, rule: 'nothing tells', since: at },
          subWork: null,
        }
      : null,
    worktree: state === 'queued' ? null : { path: `/tmp/w/${id}`, branch: `signalbox/${id}`, base: 'b' },
    ...rest,
  };
}

/** An open question. */
export function asks(number: number, text: string, parts: Partial<Question> = {}): Question {
  return {
    number,
    about: 'question',
    text,
    detail: null,
    options: [],
    multiple: false,
    freeText: true,
    dialog: null,
    default: null,
    blocking: true,
    askedAt: noon - 3 * minute,
    request: `request-${number}`,
    answer: null,
    sent: false,
    withdrawn: false,
    closedBy: null,
    widens: [],
    ...parts,
  };
}

/** A sitting in which this question is up. */
export function sittingAt(session: number, question: number): ViewOf<'answers'> {
  return {
    kind: 'answers',
    only: null,
    since: noon,
    order: [],
    session,
    question,
    scroll: 0,
    recorded: null,
    typing: null,
  };
}

/** A green verdict over one file. */
export const green: Verdict = {
  ...blankVerdict,
  kind: 'green',
  snapshot: 'a'.repeat(40),
  target: '4f2c1aa0f6f7a1b2c3d4e5f60718293a4b5c6d7e',
  candidate: 'c'.repeat(40),
  tree: 'd'.repeat(40),
  files: [{ path: 'src/upload.ts', status: 'modified', added: 88, removed: 12 }],
  checks: [
    {
      name: 'types',
      run: 'npm run types',
      outcome: 'green',
      exit: 0,
      durationMs: 8000,
      log: '',
      tail: '',
      ...plainResult,
    },
    {
      name: 'test',
      run: 'npm test',
      outcome: 'green',
      exit: 0,
      durationMs: 12_400,
      log: '',
      tail: '',
      ...plainResult,
    },
  ],
  reasons: [],
  notes: ['2 assertions removed in test/upload.test.ts'],
  startedAt: noon - 2 * minute,
  finishedAt: noon - minute,
};

/** A world of these sessions in one repository. */
export function worldOf(sessions: readonly Session[], parts: Partial<World> = {}): World {
  return {
    ...emptyWorld,
    seq: 10,
    repos: { [repo.id]: repo },
    sessions: Object.fromEntries(sessions.map((session) => [session.id, session])),
    nextId: Math.max(0, ...sessions.map(({ id }) => id)) + 1,
    ...parts,
  };
}

/** One session in each state, as on a busy afternoon. */
export const busyWorld: World = worldOf([
  madeUp(1, 'working', { title: 'playback', change: { files: 6, added: 212, removed: 14 } }),
  madeUp(2, 'asking', {
    title: 'search',
    agent: 'codex',
    change: { files: 2, added: 40, removed: 3 },
    questions: [
      asks(1, 'Debounce on keypress or on idle?', {
        options: ['keypress', 'idle'],
        default: 'idle',
      }),
      asks(2, 'Keep the old endpoint?'),
      asks(3, 'Page size when offline?', { blocking: false }),
    ],
  }),
  madeUp(3, 'checking', {
    title: 'offline-cache',
    gate: { purpose: 'round', since: noon, doing: 'check test' },
  }),
  madeUp(4, 'ready', {
    title: 'error-handling',
    round: 2,
    verdict: green,
    summary: 'Retry transient upload failures',
    readyAt: noon - 31 * minute,
    change: { files: 1, added: 88, removed: 12 },
  }),
  madeUp(5, 'queued', { title: 'rename-config' }),
  madeUp(6, 'landed', {
    title: 'tidy imports',
    landed: { commit: 'abcdef0123456789', from: null, pullRequest: null, at: noon - 20 * minute },
  }),
  madeUp(7, 'stuck', {
    title: 'flaky upload',
    reason: 'three red rounds: check test fails on the third retry',
  }),
  madeUp(8, 'failed', {
    title: 'bump parser',
    reason: 'the agent exited with status 1',
    exit: {
      run: 1,
      exit: 1,
      signal: null,
      lost: null,
      at: noon,
      screen: ['$ agent', 'Error: no key', ''],
    },
  }),
]);

/** A picture of plain lines, as the daemon sends a whole screen. */
export function pictureOfLines(lines: readonly string[], size = { columns: 100, rows: 30 }): Shown {
  return {
    ...size,
    changed: lines.map((text, row) => [
      row,
      text === '' ? [] : [{ text, width: text.length, fg: -1, bg: -1, attributes: 0 }],
    ]),
    cursor: { row: Math.max(0, lines.length - 1), column: 0, visible: true },
    modes: {
      bracketedPaste: false,
      applicationCursor: false,
      applicationKeypad: false,
      focus: false,
      mouse: 'none',
      mouseEncoding: 'default',
      kittyKeyboard: 0,
      alternateScreen: false,
    },
    title: '',
  };
}
