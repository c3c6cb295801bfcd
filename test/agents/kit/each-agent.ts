import { inject, test } from 'vitest';
import type { AgentName } from './versions.ts';

/** Tells a story once for each of these agents that was selected; for one that is not installed it says why not. */
export function eachAgent(
  names: readonly AgentName[],
  title: string,
  story: (agent: AgentName) => Promise<void>,
): void {
  const agents = inject('agents');
  const selected = names.filter((name) => agents[name] !== undefined);
  if (selected.length === 0) test.skip(`${title} (no agent of it is selected)`, () => undefined);
  for (const agent of selected) {
    const installation = agents[agent];
    if (installation !== undefined && 'missing' in installation) {
      test.skip(`${agent}: ${title} (${installation.missing})`, () => undefined);
    } else {
      test(`${agent}: ${title}`, () => story(agent));
    }
  }
}
