import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { openAgentHouse } from '../kit/agent-house.ts';
import { eachAgent } from '../kit/each-agent.ts';
import { ownSettings } from '../kit/own-settings.ts';
import { agentNames } from '../kit/versions.ts';

eachAgent(agentNames, "the person's own hooks and servers run, and their settings stay as they are", async (agent) => {
  await using story = await openAgentHouse({
    agent,
    scenario: [{ write: 'greeting.txt', content: 'hello\n' }, { say: 'I wrote the greeting.' }],
  });
  const { house, home } = story;
  const own = ownSettings[agent];
  const before = new Map<string, string>();
  for (const [path, make] of Object.entries(own.files)) {
    const file = join(home, path);
    const text = make(existsSync(file) ? readFileSync(file, 'utf8') : '');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    before.set(path, text);
  }
  const id = await story.start('write a greeting');
  await house.reaches(id, 'ready');
  await story.approve(id);
  await house.until('its process has ended', (world) => world.sessions[id]?.run === null);

  expect(own.runs.filter((name) => !existsSync(join(home, `own-${name}.log`)))).toEqual([]);
  for (const [path, text] of before) {
    const after = readFileSync(join(home, path), 'utf8');
    if (own.writes.includes(path)) expect(namesOfOurs(after)).toEqual([]);
    else expect(after).toBe(text);
  }
});

/** Servers and hooks of ours that a settings file names. */
function namesOfOurs(text: string): string[] {
  return text.match(/signalbox-hook|mcp_servers\.signalbox|"signalbox"|SIGNALBOX_\w+/g) ?? [];
}
