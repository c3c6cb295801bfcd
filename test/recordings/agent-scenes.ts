import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startModelServer } from './model-server.ts';
import { versionOf } from './scene.ts';
import type { Scene, Step } from './scene.ts';

const port = 8765;
const base = `http://127.0.0.1:${port}`;
const home = '/tmp/demo/home';

/** A fresh folder for an agent's own files, and the model it talks to. */
function place(files: Readonly<Record<string, string>>): () => Promise<() => void> {
  return () => {
    for (const folder of ['.claude', '.claude.json', '.codex', '.gemini', '.config', '.local', '.cache']) {
      rmSync(join(home, folder), { recursive: true, force: true });
    }
    for (const [path, text] of Object.entries(files)) {
      const full = join(home, path);
      mkdirSync(join(full, '..'), { recursive: true });
      writeFileSync(full, text);
    }
    return startModelServer(port);
  };
}

/** A turn with an answer that streams, typing, and other sizes. */
const turn: readonly Step[] = [
  { keys: 'look at the 漢字 ✓ file', quietMs: 700, mostMs: 4000 },
  { keys: '\r', until: /That is all/, quietMs: 1500, mostMs: 15_000 },
  { size: [80, 24], quietMs: 1000, mostMs: 4000 },
  {
    keys: 'and then this is a longer text that does not fit on one row of the box at all, so it wraps',
    quietMs: 700,
    mostMs: 4000,
  },
  { size: [120, 36], quietMs: 1000, mostMs: 4000 },
  { keys: '\x1b', quietMs: 700, mostMs: 3000 },
];

const claudeEnv = {
  ANTHROPIC_BASE_URL: base,
  ANTHROPIC_API_KEY: 'dummy',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
};
const claudeVersion = versionOf('/tmp/demo/bin/claude', '--version');
const claudeState = {
  hasCompletedOnboarding: true,
  lastOnboardingVersion: '2.1.329',
  theme: 'dark',
  officialMarketplaceAutoInstallAttempted: true,
  customApiKeyResponses: { approved: ['dummy'], rejected: [] },
};
const claude = { program: 'claude', version: claudeVersion, columns: 100, rows: 30, env: claudeEnv } as const;

const codexConfig = `model = "demo"
model_provider = "demo"
[model_providers.demo]
name = "demo"
base_url = "${base}/v1"
wire_api = "responses"
`;

const opencodeConfig = JSON.stringify({
  provider: {
    demo: {
      npm: '@ai-sdk/openai-compatible',
      name: 'Demo',
      options: { baseURL: `${base}/v1`, apiKey: 'dummy' },
      models: { demo: { name: 'Demo' } },
    },
  },
  model: 'demo/demo',
  autoupdate: false,
});

const geminiSettings = JSON.stringify({
  security: { auth: { selectedType: 'gemini-api-key' } },
  general: { disableAutoUpdate: true, disableUpdateNag: true },
  privacy: { usageStatisticsEnabled: false },
});

export const agentScenes: Readonly<Record<string, Scene>> = {
  'claude-trust': {
    ...claude,
    command: ['claude', '--permission-mode', 'manual'],
    prepare: place({ '.claude.json': JSON.stringify(claudeState) }),
    steps: [
      { until: /trust this folder/, quietMs: 1000 },
      { size: [60, 20], quietMs: 800 },
      { size: [100, 30], quietMs: 800 },
      { keys: '\x1b[B', quietMs: 500 },
      { keys: '\r', until: /❯/, quietMs: 2000, mostMs: 8000 },
      ...turn,
    ],
  },
  'claude-classic': {
    ...claude,
    env: { ...claudeEnv, CLAUDE_CODE_DISABLE_ALTERNATE_SCREEN: '1' },
    command: ['claude', '--permission-mode', 'manual'],
    prepare: place({
      '.claude.json': JSON.stringify({
        ...claudeState,
        projects: { '/tmp/demo/project': { hasTrustDialogAccepted: true } },
      }),
    }),
    steps: [{ until: /❯/, quietMs: 2000, mostMs: 8000 }, ...turn],
  },
  codex: {
    program: 'codex',
    version: versionOf('/tmp/demo/bin/codex', '--version'),
    columns: 100,
    rows: 30,
    command: ['codex', '--no-daemon'],
    env: { CODEX_HOME: `${home}/.codex` },
    prepare: place({ '.codex/config.toml': codexConfig }),
    steps: [
      { until: /[Tt]rust/, quietMs: 1000, mostMs: 8000 },
      { keys: '\r', until: /Ask Codex|›/, quietMs: 1500, mostMs: 8000 },
      ...turn,
    ],
  },
  gemini: {
    program: 'gemini',
    version: versionOf('/tmp/demo/bin/gemini', '--version'),
    columns: 100,
    rows: 30,
    command: ['gemini', '-m', 'gemini-2.5-flash'],
    env: {
      GOOGLE_GEMINI_BASE_URL: base,
      GEMINI_API_KEY: 'dummy',
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
      GEMINI_CLI_NO_RELAUNCH: 'true',
    },
    prepare: place({ '.gemini/settings.json': geminiSettings }),
    steps: [{ until: /Type your message/, quietMs: 2000, mostMs: 20_000 }, ...turn],
  },
  'gemini-login': {
    program: 'gemini',
    version: versionOf('/tmp/demo/bin/gemini', '--version'),
    columns: 90,
    rows: 28,
    command: ['gemini'],
    env: { NO_BROWSER: 'true' },
    prepare: place({}),
    steps: [
      { until: /trust|auth|Login|sign/i, quietMs: 2000, mostMs: 20_000 },
      { keys: '\x1b[B\x1b[B', quietMs: 700 },
      { size: [60, 22], quietMs: 1000, mostMs: 4000 },
      { size: [100, 30], quietMs: 1000, mostMs: 4000 },
    ],
  },
  opencode: {
    program: 'opencode',
    version: versionOf('/tmp/demo/bin/opencode', '--version'),
    columns: 100,
    rows: 30,
    command: ['opencode'],
    env: {
      OPENCODE_CONFIG_CONTENT: opencodeConfig,
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
    },
    prepare: place({}),
    steps: [{ until: /Ask anything|opencode/i, quietMs: 2000, mostMs: 20_000 }, ...turn],
  },
};
