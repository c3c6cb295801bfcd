import { seedHome } from '../../agents/kit/homes.ts';
import { type Hands, permissions, questions, turns } from './common-scenes.ts';
import { type Scene, type Seed, place } from './state-scene.ts';

const hands: Hands = {
  ask: [],
  allow: ['--approval-mode', 'yolo'],
  yes: '1',
  no: '\x1b',
  afterNo: 'interrupted',
  label: /^(?:yes|allow|approve|accept|run|once)/i,
  second: ['\x1b[B', '\r'],
  interrupt: '\x1b',
  fatal: 'unauthorized',
  passing: 'rate-limited',
  passingTimes: 2,
};

const seed: Seed = (url) => seedHome('gemini', place.home, { url, root: place.root }).env;

export const geminiScenes: readonly (readonly [Scene, Seed])[] = [
  ...turns(hands),
  ...permissions(hands),
  ...questions(hands),
].map((scene) => [scene, seed]);
