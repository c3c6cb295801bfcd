import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { claudeScenes } from './claude-scenes.ts';
import { codexScenes } from './codex-scenes.ts';
import { geminiScenes } from './gemini-scenes.ts';
import { opencodeScenes } from './opencode-scenes.ts';
import { piScenes } from './pi-scenes.ts';
import { Stage } from './stage.ts';
import { type Scene, type Seed, place } from './state-scene.ts';

/*
 * Records real agents in scenes, by hand, with what is true meanwhile:
 *
 *   sh test/recordings/demo-place.sh && node test/recordings/states/record-states.ts AGENT [SCENE..]
 *
 * Look for names of the machine in what was recorded before it is committed: `zcat FILE | strings | grep -i NAME`.
 */

const scenes: Readonly<Record<string, readonly (readonly [Scene, Seed])[]>> = {
  claude: claudeScenes,
  codex: codexScenes,
  opencode: opencodeScenes,
  gemini: geminiScenes,
  pi: piScenes,
};

const [agent = '', ...wanted] = process.argv.slice(2);
for (const [scene, seed] of scenes[agent] ?? []) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
  // opencode fills its own caches at each start in an empty home, and that takes a minute.
  if (agent !== 'opencode') rmSync(place.home, { recursive: true, force: true });
  execFileSync('git', ['-C', place.root, 'checkout', '-q', '.']);
  execFileSync('git', ['-C', place.root, 'clean', '-qfd']);
  rmSync(join(place.root, '..', 'outside.txt'), { force: true });
  process.stderr.write(`${agent}/${scene.name}\n`);
  // One that went wrong is not kept, and the others are recorded all the same.
  const outcome = await Stage.record(agent, scene, seed).catch(
    (thrown: unknown) => `FAILED ${scene.name}: ${String(thrown)}`,
  );
  process.stdout.write(`${outcome}\n`);
}
process.exit(0);
