import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AgentName, versions } from './versions.ts';

const run = promisify(execFile);
/** A registry that does not answer must not hold the tests up for ever. */
const patienceMs = 300_000;

/** Where an agent's program is, or the sentence that says why it is not there. */
export type Installation = { readonly bin: string } | { readonly missing: string };

/** The folder of one agent at its pinned version: outside of the project, so that it is installed once. */
function placeOf(agent: AgentName): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'signalbox-agents', `${agent}@${versions[agent].version}`);
}

/** Installs an agent from the npm registry, unless it is there already. */
export async function install(agent: AgentName): Promise<Installation> {
  const place = placeOf(agent);
  const bin = join(place, 'node_modules/.bin');
  const named = `${versions[agent].package}@${versions[agent].version}`;
  try {
    if (!existsSync(place)) await fetchInto(place, named);
    const { stdout } = await run(join(bin, agent), ['--version'], { timeout: 60_000, env: plainEnvironment() });
    if (stdout.includes(versions[agent].version)) return { bin };
    return { missing: `${named} says that it is ${stdout.trim()}` };
  } catch (thrown) {
    return { missing: `${named} cannot be installed: ${firstLine(thrown)}` };
  }
}

/** Another run may install the same at this moment: whoever is first has it. */
async function fetchInto(place: string, named: string): Promise<void> {
  await mkdir(join(place, '..'), { recursive: true });
  const fresh = await mkdtemp(`${place}.part-`);
  try {
    const words = ['install', '--prefix', fresh, '--no-audit', '--no-fund', '--no-save', named];
    await run('npm', words, { timeout: patienceMs, cwd: fresh, env: plainEnvironment() });
    await rename(fresh, place).catch((thrown: unknown) => {
      if (!existsSync(place)) throw thrown;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Without what `npm run` adds: it would be taken for settings of the npm that is started. The registry is the person's. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(npm_(?!config_(registry|cache|userconfig|https?_proxy|proxy|cafile)$)|NODE_OPTIONS$|VITEST)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error && 'stderr' in thrown ? String(thrown.stderr) || thrown.message : String(thrown);
  return text.split('\n').find((line) => /\S/.test(line)) ?? 'no reason was given';
}
