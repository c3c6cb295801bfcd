import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that is killed by its own git: before the k-th call starts, or when that has ended and nobody heard of it. */
export interface KilledRun {
  readonly script: string;
  readonly args: readonly string[];
  /** For the wrapper around git, and as the temporary folder. */
  readonly folder: string;
  /** 0: never. */
  readonly call: number;
  readonly moment: 'before' | 'after';
}

/** Runs it and gives what it printed, whether it was killed, and how many calls of git it came to. */
export function runKilled(run: KilledRun): { output: string; killed: boolean; calls: number } {
  const bin = join(run.folder, 'bin');
  const calls = join(run.folder, 'calls');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  mkdirSync(bin, { recursive: true });
  writeFileSync(calls, '');
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh
echo >> '${calls}'
n=$(wc -l < '${calls}')
[ $n -eq ${run.call} ] && [ ${run.moment} = before ] && { kill -9 $PPID; exit 1; }
'${real}' "$@"
status=$?
[ $n -eq ${run.call} ] && kill -9 $PPID
exit $status
`,
  );
  chmodSync(join(bin, 'git'), 0o755);
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, TMPDIR: run.folder };
  const { stdout, stderr, signal, status } = spawnSync(process.execPath, [run.script, ...run.args], {
    env,
    encoding: 'utf8',
  });
  if (signal === null && status !== 0) throw new Error(stderr);
  return { output: stdout, killed: signal === 'SIGKILL', calls: readFileSync(calls, 'utf8').length };
}
