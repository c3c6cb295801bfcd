import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type World, sessionsOf } from '../core/model/world.ts';
import { demoChecks } from './demo-repository.ts';
import { taskOf } from './demo-person.ts';
import { git } from './git.ts';

/** What was looked at in the end, and what is wrong; nothing wrong is an empty list. */
export interface Verification {
  /** `4f2c1aa #2 volume steps: lint, test green`, oldest first. */
  readonly landed: readonly string[];
  readonly problems: readonly string[];
}

/** Looks into git, not at what the daemon says: what landed, one commit each, every one of them green. */
export async function verifyLandings(
  world: World,
  { root, scratch, env }: { root: string; scratch: string; env: NodeJS.ProcessEnv },
): Promise<Verification> {
  const problems: string[] = [];
  const landed: string[] = [];
  const commits = (await git(root, 'rev-list', '--reverse', '--first-parent', 'main')).split('\n').slice(1);
  const sessions = sessionsOf(world);
  await git(root, 'worktree', 'add', '--quiet', '--detach', scratch, 'main');
  try {
    for (const commit of commits) {
      const session = sessions.find((candidate) => candidate.landed?.commit === commit);
      const name = session === undefined ? 'a commit of nobody' : `#${session.id} ${session.task.title}`;
      if (session === undefined) problems.push(`${commit.slice(0, 7)} is on main, and no session landed it`);
      await git(scratch, 'checkout', '--quiet', '--detach', commit);
      const red = demoChecks.filter((check) => spawnSync('sh', ['-c', check.run], { cwd: scratch, env }).status !== 0);
      for (const check of red) problems.push(`${commit.slice(0, 7)} ${name}: ${check.name} is red on main`);
      landed.push(`${commit.slice(0, 7)} ${name}${red.length === 0 ? ': checks green' : ''}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await git(root, 'worktree', 'prune');
  }
  for (const session of sessions) {
    const task = taskOf(session);
    if (task === undefined) continue;
    const count = commits.filter((commit) => commit === session.landed?.commit).length;
    const wanted = task.fate === 'landed' ? 1 : 0;
    if (count !== wanted || session.state !== task.fate) {
      problems.push(
        `#${session.id} ${task.title} is ${session.state} with ${count} commits, not ${task.fate} with ${wanted}`,
      );
    }
    for (const path of task.leaves) {
      if (existsSync(join(root, path)) !== (task.fate === 'landed')) {
        problems.push(`${path} is ${task.fate === 'landed' ? 'missing' : 'there'} on main`);
      }
    }
  }
  return { landed, problems };
}
