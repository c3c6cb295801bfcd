import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Hands, turns } from './common-scenes.ts';
import { type Scene, type Seed, place } from './state-scene.ts';

const hands: Hands = {
  ask: [],
  allow: [],
  yes: '',
  no: '',
  afterNo: 'working',
  label: /yes/,
  second: '2',
  interrupt: '\x1b',
  fatal: 'unauthorized',
  passing: 'overloaded',
  passingTimes: 4,
};

const seed: Seed = (url) => {
  const folder = join(place.home, '.pi/agent');
  const compat = { supportsDeveloperRole: false, supportsReasoningEffort: false };
  const scripted = {
    baseUrl: `${url}/v1`,
    api: 'openai-completions',
    apiKey: 'dummy',
    compat,
    models: [{ id: 'demo' }],
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'models.json'), JSON.stringify({ providers: { scripted } }));
  return { PI_CODING_AGENT_DIR: folder, PI_OFFLINE: '1' };
};

const args = ['--provider', 'scripted', '--model', 'demo'];
export const piScenes: readonly (readonly [Scene, Seed])[] = turns(hands).map((scene) => [{ ...scene, args }, seed]);
