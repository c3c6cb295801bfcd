import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AgentName, versions } from './versions.ts';

/** What a person's home holds once they have used the agent before, and the environment that leads it to our model. */
export interface SeededHome {
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

interface Surroundings {
  /** The model's address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The repository's main folder. */
  readonly root: string;
}

const seeds: Record<AgentName, (around: Surroundings) => SeededHome> = {
  claude: ({ url, root }) => ({
    files: {
      '.claude.json': JSON.stringify({
        hasCompletedOnboarding: true,
        lastOnboardingVersion: versions.claude.version,
        theme: 'dark',
        officialMarketplaceAutoInstallAttempted: true,
        // The last twenty characters of a key that was approved.
        customApiKeyResponses: { approved: ['dummy'], rejected: [] },
        projects: { [root]: { hasTrustDialogAccepted: true } },
      }),
    },
    env: {
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: 'dummy',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
  }),
  codex: ({ url }) => ({
    files: {
      '.codex/config.toml': `model = "demo"
model_provider = "scripted"
check_for_update_on_startup = false

[model_providers.scripted]
name = "scripted"
base_url = "${url}/v1"
wire_api = "responses"
request_max_retries = 1
stream_max_retries = 1

[sandbox_workspace_write]
exclude_slash_tmp = true
exclude_tmpdir_env_var = true

[analytics]
enabled = false
`,
    },
    env: {},
  }),
  opencode: ({ url }) => ({
    files: {
      '.config/opencode/opencode.json': JSON.stringify({
        // It would add this line by itself.
        $schema: 'https://opencode.ai/config.json',
        provider: {
          scripted: {
            npm: '@ai-sdk/openai-compatible',
            name: 'Scripted',
            options: { baseURL: `${url}/v1`, apiKey: 'dummy' },
            models: { demo: { name: 'Demo' } },
          },
        },
        model: 'scripted/demo',
        autoupdate: false,
      }),
    },
    env: { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' },
  }),
  gemini: ({ url }) => ({
    files: {
      '.gemini/settings.json': JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' } },
        general: { disableAutoUpdate: true, disableUpdateNag: true },
        privacy: { usageStatisticsEnabled: false },
        model: { name: 'gemini-2.5-flash' },
      }),
    },
    env: { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: 'dummy' },
  }),
};

/** Writes an agent's files into a home and gives its environment. */
export function seedHome(agent: AgentName, home: string, around: Surroundings): SeededHome {
  const seeded = seeds[agent](around);
  for (const [path, text] of Object.entries(seeded.files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  return seeded;
}
