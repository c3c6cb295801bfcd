import type { TestProject } from 'vitest/node';
import { type Installation, install } from './install.ts';
import { type AgentName, agentNames } from './versions.ts';

declare module 'vitest' {
  interface ProvidedContext {
    agents: Partial<Record<AgentName, Installation>>;
  }
}

/** Installs what `SIGNALBOX_AGENTS` names (`claude,codex`; all unless set) and says what is not there. */
export default async function setup(project: TestProject): Promise<void> {
  const named = process.env['SIGNALBOX_AGENTS']?.split(',').map((name) => name.trim()) ?? agentNames;
  const unknown = named.filter((name) => !agentNames.some((agent) => agent === name));
  if (unknown.length > 0)
    throw new Error(`SIGNALBOX_AGENTS: there is no ${unknown.join(', ')}; ${agentNames.join(', ')}`);
  const agents: Partial<Record<AgentName, Installation>> = {};
  for (const agent of agentNames.filter((name) => named.includes(name))) {
    const installation = await install(agent);
    if ('missing' in installation)
      process.stdout.write(`\n!! no story of ${agent} is told: ${installation.missing}\n\n`);
    agents[agent] = installation;
  }
  project.provide('agents', agents);
}
