import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { Fault } from '../core/fault.ts';
import type { Connection } from '../wire/connection.ts';
import { makeDemoRepository, paceVariable } from './demo-repository.ts';
import { demoTasks } from './demo-tasks.ts';

/** The demo's own place: a repository and a home, apart from everything of the person's. */
export interface DemoHouse {
  readonly folder: string;
  readonly root: string;
  /** The environment for its daemon, its clients and its agents. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes it, unless it is to be kept. */
  remove(): void;
}

/** Makes the place: in a temporary folder, or in `keep`, which must be empty or not there. */
export async function makeDemoHouse(options: {
  keep: string | null;
  cwd: string;
  env: NodeJS.ProcessEnv;
  paceMs: number;
}): Promise<DemoHouse> {
  const folder =
    options.keep === null ? mkdtempSync(join(tmpdir(), 'signalbox-demo-')) : resolve(options.cwd, options.keep);
  if (options.keep !== null) claim(folder);
  const real = realpathSync(folder);
  const root = join(real, 'player');
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.env)) {
    // A demo started inside of a session, or of a git hook, must not reach out of its own place.
    if (value !== undefined && !/^(SIGNALBOX_|GIT_)/.test(name)) env[name] = value;
  }
  env['SIGNALBOX_HOME'] = join(real, 'home');
  env[paceVariable] = String(options.paceMs);
  env['PATH'] = `${dirname(process.execPath)}${delimiter}${env['PATH'] ?? ''}`;
  const house = {
    folder: real,
    root,
    env,
    remove: () => {
      if (options.keep === null) rmSync(real, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    mkdirSync(root);
    await makeDemoRepository(root);
    return house;
  } catch (thrown) {
    house.remove();
    throw thrown;
  }
}

/** Trusts the demo's own configuration and queues its tasks. */
export async function queueDemoTasks(connection: Connection, house: DemoHouse): Promise<void> {
  await connection.request('repo/trust', { path: house.root });
  for (const { title, prompt, kind, scope } of demoTasks) {
    await connection.request('task/create', {
      path: house.root,
      title,
      prompt,
      kind,
      scope: [...scope],
      checks: [],
      stop: [],
      agent: null,
      priority: 0,
      after: [],
      env: { ...house.env },
    });
  }
}

function claim(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length === 0) return;
  throw new Fault({ code: 'usage', message: `${folder} is not empty`, hint: 'give --keep a new folder' });
}
