import { inject, test } from 'vitest';
import type { AgentName } from './versions.ts';

/** Tells a story once for each of these agents; the story of one that is not installed is skipped and says why. */
export function eachAgent(
  names: readonly AgentName[],
  title: string,
  story: (agent: AgentName) => Promise<void>,
): void {
  const agents = inject('agents');
  for (const agent of names) {
    const installation = agents[agent];
    if (installation === undefined) test.skip(`${agent}: ${title} (not selected)`, () => undefined);
    else if ('missing' in installation) test.skip(`${agent}: ${title} (${installation.missing})`, () => undefined);
    else test(`${agent}: ${title}`, () => story(agent));
  }
}
