/** The agents' programs that the stories run, at the versions they were written with. */
export const versions = {
  claude: { package: '@anthropic-ai/claude-code', version: '2.1.332' },
  codex: { package: '@openai/codex', version: '0.171.0' },
  opencode: { package: 'opencode-ai', version: '1.18.33' },
  gemini: { package: '@google/gemini-cli', version: '0.61.0' },
} as const;

export type AgentName = keyof typeof versions;

/** All agents there are stories for. */
export const agentNames: readonly AgentName[] = ['claude', 'codex', 'opencode', 'gemini'];
