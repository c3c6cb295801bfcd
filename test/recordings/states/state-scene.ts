import type { WrittenScenario } from '../../agents/model/scenario.ts';
import type { Stage } from './stage.ts';

/** Where agents play: as `demo-place.sh` makes it. */
export const place = { root: '/tmp/demo/project', home: '/tmp/demo/home', bin: '/tmp/demo/bin', run: '/tmp/demo/run' };

export interface Scene {
  readonly name: string;
  readonly model: WrittenScenario;
  readonly prompt?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly play: (stage: Stage) => Promise<void>;
}

/** How an agent's home is made: gives its environment. */
export type Seed = (url: string) => Readonly<Record<string, string>>;
