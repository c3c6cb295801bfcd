import { type PictureModes, plainModes } from '../../core/picture.ts';
import type { Dashboard } from './dashboard.ts';

/** What the program on a screen asked for. */
export function modesOf({ screens }: Pick<Dashboard, 'screens'>, screen: number): PictureModes {
  return screens.get(screen)?.modes ?? plainModes;
}
