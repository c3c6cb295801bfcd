import { join } from 'node:path';

import { shadowHome } from '../../../src/agents/gemini/start.ts';
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

/** The file of the conversation is below the session's own home. */
const follows =
  (play: Scene['play']): Scene['play'] =>
  async (stage) => {
    stage.follow(join(shadowHome(place.run), '.gemini/tmp'));
    await play(stage);
  };

export const geminiScenes: readonly (readonly [Scene, Seed])[] = [
  ...turns(hands),
  // Outside of the workspace it does not ask to write: it is refused.
  ...permissions(hands).filter(({ name }) => name !== 'permission-edit'),
  ...questions(hands),
].map((scene) => [{ ...scene, play: follows(scene.play) }, seed]);
