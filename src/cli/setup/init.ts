import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { askYesNo } from '../ask-yes-no.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { configText } from '../config-text.ts';
import { proposeConfig } from '../propose-config.ts';
import { environmentOf, isInteractive, print, printJson } from '../shell.ts';

const options = z.object({ yes: z.boolean().default(false) });
const configPath = join('.signalbox', 'config.yaml');

/** Writes a configuration that fits the repository, and trusts it. */
export const initCommand = commandEntry({
  name: 'init',
  does: 'look at this repository, write .signalbox/config.yaml and trust it',
  audience: 'person',
  flags: [{ flags: '--yes', does: 'do not ask' }],
  options,
  run: init,
});

async function init({ shell, options: { yes }, json }: Call<z.infer<typeof options>>): Promise<void> {
  await withDaemon(shell, async (connection) => {
    const { repo } = await connection.request('repo/open', { path: shell.cwd });
    const path = join(repo.root, configPath);
    if (existsSync(path)) {
      throw new Fault({
        code: 'refused',
        message: `${path} exists already`,
        hint: 'change it, then run signalbox trust',
      });
    }
    const listed = await connection.request('agents/list', {
      path: shell.cwd,
      env: environmentOf(shell),
      versions: false,
    });
    // What the person has configured holds here without being named again, and as they configured it.
    const agents = listed.agents
      .filter((agent) => agent.found !== null && !agent.configured)
      .map((agent) => agent.name);
    const proposal = proposeConfig(repo.root, { target: repo.target, agents });
    const text = configText(proposal);
    if (!json) print(shell, `${path}:`, '', text);
    if (!yes) {
      if (!isInteractive(shell)) {
        throw new Fault({
          code: 'refused',
          message: 'init asks before it writes and trusts this, and there is no terminal to ask on',
          hint: 'signalbox init --yes',
        });
      }
      if (!(await askYesNo(shell, 'write this file and let these commands run?'))) {
        throw new Fault({ code: 'refused', message: 'nothing was written' });
      }
    }
    mkdirSync(dirname(path), { recursive: true });
    // Never over a file that came into being since we looked.
    writeFileSync(path, text, { flag: 'wx' });
    const { commands } = await connection.request('repo/trust', { path: repo.root });
    if (json) printJson(shell, { path, target: repo.target, commands });
    else {
      print(shell, `written and trusted: ${path}`, ...commands.map((command) => `  ${command}`), ...proposal.advice);
    }
  });
}
