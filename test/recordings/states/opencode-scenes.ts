import { seedHome } from '../../agents/kit/homes.ts';
import { type Hands, permissions, questions, turns } from './common-scenes.ts';
import { type Scene, type Seed, place } from './state-scene.ts';

const hands: Hands = {
  ask: [],
  askEnv: {
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ permission: { bash: 'ask', edit: 'ask', external_directory: 'allow' } }),
  },
  allow: [],
  yes: '\r',
  no: ['\x1b', '\r'],
  afterNo: 'interrupted',
  label: /^(?:yes|allow|approve|accept|run|once)/i,
  second: ['\x1b[B', '\r'],
  interrupt: ['\x1b', '\x1b'],
  fatal: 'unauthorized',
  passing: 'server',
  passingTimes: 2,
};

const seed: Seed = (url) => seedHome('opencode', place.home, { url, root: place.root }).env;

export const opencodeScenes: readonly (readonly [Scene, Seed])[] = [
  ...turns(hands),
  ...permissions(hands),
  ...questions(hands),
].map((scene) => [scene, seed]);
