import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Blow, CrashScene, type Style } from '../kit/landing-crash.ts';
import { dice } from './dice.ts';

/**
 * Brings landings down at random moments: kill -9 of the process that lands with all of its git, of single git
 * processes at any change they make to files, and of the recovery. Then plain git is asked what is left.
 *
 *     npm run stress:landing -- [landings] [seed]
 */
const landings = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? 1);
const roll = dice(seed);
/** Up to a whole number. */
const below = (limit: number): number => Math.floor(roll() * limit);

/** How far a landing comes when nothing happens to it. */
interface Length {
  readonly calls: number;
  readonly changes: number;
  readonly ms: number;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-stress-'));
  const library = buildLibrary(folder);
  const styles: Style[] = ['squash', 'merge', 'rebase'];
  const wrong: string[] = [];
  const seen = { killed: 0, again: 0, locks: 0, moved: 0, runs: 0, slowest: 0 };
  for (const [index, style] of styles.entries()) {
    await using scene = await CrashScene.make(style);
    const length = await measure(scene, library);
    console.log(`${style}: ${length.calls} git processes, ${length.changes} changes, ${Math.round(length.ms)} ms`);
    for (let number = index; number < landings; number += styles.length) {
      scene.reset();
      const blow = blowOf(library, length);
      const said: string[] = [`landing ${number} (${style}, seed ${seed}), ${wordsOf(blow)}`];
      let fall = await scene.land(blow);
      seen.runs += 1;
      if (fall.output === '') seen.killed += 1;
      const between = scene.wrongInBetween();
      if (scene.lockCount() > 0) seen.locks += 1;
      if (scene.hasMoved()) seen.moved += 1;
      for (let turn = 0; turn < 8 && !isLanded(fall.output); turn += 1) {
        const next: Blow = roll() < 0.35 && turn < 3 ? blowOf(library, length) : { kind: 'none' };
        if (next.kind !== 'none') seen.again += 1;
        said.push(`${fall.output}${fall.errors.slice(0, 300)}; then ${wordsOf(next)}`);
        scene.wait();
        fall = await scene.land(next);
        seen.runs += 1;
        if (next.kind === 'none') seen.slowest = Math.max(seen.slowest, fall.ms);
        between.push(...scene.wrongInBetween());
      }
      const end = isLanded(fall.output) ? scene.wrongInTheEnd() : [`it ended with ${fall.output}${fall.errors}`];
      const found = [...new Set([...between, ...end])];
      if (found.length > 0) wrong.push([...said, ...found].join('\n    '));
    }
  }
  rmSync(folder, { recursive: true });
  console.log(
    `${landings} landings, seed ${seed}: ${seen.killed} killed, ${seen.locks} left locks, ${seen.moved} were half done, ` +
      `${seen.again} recoveries were killed too, ${seen.runs} runs, slowest recovery ${Math.round(seen.slowest)} ms`,
  );
  console.log(`${wrong.length} violations`);
  for (const line of wrong) console.log(line);
  if (wrong.length > 0) process.exitCode = 1;
}

function buildLibrary(folder: string): string {
  const library = join(folder, 'blow.so');
  const source = new URL('blow.c', import.meta.url).pathname;
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  return library;
}

async function measure(scene: CrashScene, library: string): Promise<Length> {
  const calls = await scene.land({ kind: 'call', k: 0, moment: 'before' });
  if (!isLanded(calls.output)) throw new Error(`${calls.output}${calls.errors}`);
  scene.reset();
  const changes = await scene.land({ kind: 'change', k: 0, who: 'all', library });
  scene.reset();
  const { ms } = await scene.land({ kind: 'none' });
  return { calls: calls.counted, changes: changes.counted, ms };
}

function blowOf(library: string, { calls, changes, ms }: Length): Blow {
  switch (below(5)) {
    case 0:
      return { kind: 'call', k: 1 + below(calls), moment: roll() < 0.5 ? 'before' : 'after' };
    case 1:
      return { kind: 'time', ms: ms * (0.2 + 0.8 * roll()) };
    case 2:
      return { kind: 'change', k: 1 + below(changes), who: 'git', library };
    default:
      return { kind: 'change', k: 1 + below(changes), who: 'all', library };
  }
}

function wordsOf(blow: Blow): string {
  switch (blow.kind) {
    case 'none':
      return 'left alone';
    case 'call':
      return `killed ${blow.moment} git process ${blow.k}`;
    case 'change':
      return `${blow.who === 'all' ? 'all' : 'only git'} killed at change ${blow.k}`;
    case 'time':
      return `all killed after ${Math.round(blow.ms)} ms`;
  }
}

function isLanded(output: string): boolean {
  return output.startsWith('{"kind":"landed"');
}

await main();
