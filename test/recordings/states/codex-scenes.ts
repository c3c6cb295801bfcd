import { seedHome } from '../../agents/kit/homes.ts';
import { type Hands, permissions, questions, turns } from './common-scenes.ts';
import { type Scene, type Seed, place } from './state-scene.ts';

const hands: Hands = {
  ask: [],
  allow: [],
  yes: 'y',
  no: '\x1b',
  afterNo: 'interrupted',
  label: /^(?:yes|allow|approve|accept|run|once)/i,
  asks: ['--enable', 'default_mode_request_user_input'],
  second: ['\x1b[B', '\r'],
  interrupt: '\x1b',
  fatal: 'invalid',
  passing: 'server',
  passingTimes: 2,
};

const seed: Seed = (url) => ({ ...seedHome('codex', place.home, { url, root: place.root }).env, TMPDIR: '/var/tmp' });

export const codexScenes: readonly (readonly [Scene, Seed])[] = [
  ...turns(hands),
  // Outside of its sandbox it does not ask to write: it is refused.
  ...permissions(hands).filter(({ name }) => name !== 'permission-edit'),
  ...questions(hands),
].map((scene) => [scene, seed]);
