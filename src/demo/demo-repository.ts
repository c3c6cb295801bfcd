import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from './git.ts';

/** How long the scripted agents rest after each line, milliseconds; in the environment of the demo's tasks. */
export const paceVariable = 'DEMO_PACE_MS';

/** What every landed commit is checked with. */
export const demoChecks = [
  { name: 'lint', run: 'node tools/lint.js' },
  { name: 'test', run: 'node --test' },
] as const;

const agentProgram = fileURLToPath(new URL('agent-main.js', import.meta.url));

/** Makes the demo's project, a small music player, with one commit on `main`. */
export async function makeDemoRepository(root: string): Promise<void> {
  for (const [path, content] of Object.entries(files())) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  await git(root, 'init', '--quiet', '--initial-branch=main');
  const settings = {
    'user.name': 'Demo',
    'user.email': 'demo@example.com',
    // The person's own habits, such as signing, are not the demo's business.
    'commit.gpgsign': 'false',
    'core.hooksPath': '/dev/null',
    'core.autocrlf': 'false',
  };
  for (const [key, value] of Object.entries(settings)) await git(root, 'config', key, value);
  await git(root, 'add', '--all');
  await git(root, 'commit', '--quiet', '--message', 'A small music player');
}

function files(): Record<string, string> {
  return {
    'package.json': '{ "name": "player", "private": true, "type": "module" }\n',
    'README.md': '# Player\n\nA small music player.\n',
    'src/player.js': `export function play(track) {
  return \`playing \${track.title}\`;
}
`,
    'src/config.js': 'export const volume = { step: 5, max: 100 };\n',
    'test/player.test.js': [
      "import test from 'node:test';",
      "import assert from 'node:assert/strict';",
      "import { play } from '../src/player.js';",
      "import { volume } from '../src/config.js';",
      '',
      "test('plays a track', () => {",
      "  assert.equal(play({ title: 'Naima' }), 'playing Naima');",
      '});',
      '',
      "test('the volume moves in whole steps', () => {",
      '  assert.ok(Number.isInteger(volume.step) && volume.max <= 100);',
      '});',
      '',
    ].join('\n'),
    'tools/lint.js': `import { readdirSync, readFileSync } from 'node:fs';
for (const name of readdirSync('src')) {
  const text = readFileSync(\`src/\${name}\`, 'utf8');
  if (/\\t|<<<<<<<|\\bvar /.test(text)) throw new Error(\`src/\${name}: no tabs, no var, no conflict marks\`);
}
`,
    '.signalbox/config.yaml': `target: main
land: squash
checks:
${demoChecks.map((check) => `  - { name: ${check.name}, run: ${check.run} }`).join('\n')}
agents:
  demo: { command: ${JSON.stringify([process.execPath, agentProgram])} }
agent: demo
`,
  };
}
