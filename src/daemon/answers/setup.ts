import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../../core/fault.ts';
import { hasCode } from '../../core/has-code.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { configText } from '../proposed/config-text.ts';
import { proposeConfig } from '../proposed/propose-config.ts';
import { findAgents } from '../setting/find-agents.ts';
import { repositoryConfigPath } from '../setting/read-config.ts';
import { lookAtRepository, trustRepository } from '../setting/repositories.ts';

/** A repository's first configuration: proposed, shown by the client, and written when the person agrees. */
export function setupAnswers(crew: Crew): Answers<'repo/propose' | 'repo/init'> {
  return {
    'repo/propose': async ({ path, env }) => {
      const { repo, trust } = await lookAtRepository(crew, path);
      const file = join(repo.root, repositoryConfigPath);
      if (trust !== 'missing') throw isThere(file);
      const found = await findAgents(crew, { path, env, versions: false });
      // What the person has configured holds here without being named again, and as they configured it.
      const agents = found.filter((agent) => agent.found !== null && !agent.configured).map((agent) => agent.name);
      const proposal = proposeConfig(repo.root, { target: repo.target, agents });
      return { file, text: configText(proposal), target: repo.target, advice: [...proposal.advice] };
    },
    'repo/init': async ({ path, text }) => {
      const { repo } = await lookAtRepository(crew, path);
      const file = join(repo.root, repositoryConfigPath);
      mkdirSync(dirname(file), { recursive: true });
      try {
        // Never over a file that came into being since the client looked.
        writeFileSync(file, text, { flag: 'wx' });
      } catch (thrown) {
        if (hasCode(thrown, 'EEXIST')) throw isThere(file);
        throw thrown;
      }
      const { commands } = await trustRepository(crew, repo.root, false);
      return { commands };
    },
  };
}

function isThere(file: string): Fault {
  return new Fault({ code: 'refused', message: `${file} exists already`, hint: 'change it, then run signalbox trust' });
}
