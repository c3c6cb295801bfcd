import { systemClock } from '../../src/tty/clock.ts';
import type { Params, RequestName, Result } from '../../src/wire/requests.ts';
import type { Dashboard } from '../../src/ui/actions/dashboard.ts';
import { takeInput } from '../../src/ui/actions/take-input.ts';
import { makeBindings } from '../../src/ui/keymap/bindings.ts';
import { Screens } from '../../src/ui/state/screens.ts';
import { TypedBytes } from '../../src/ui/state/typed-bytes.ts';
import { type DashboardState, makeStore } from '../../src/ui/state/store.ts';
import { noon, repo } from './made-up-world.ts';

/** A dashboard whose time stands still until told, on a daemon that is never asked. */
export function dashboardWith(state: Partial<DashboardState>) {
  let now = noon;
  const dashboard: Dashboard = {
    store: makeStore({ now, repo: repo.id, ...state }),
    screens: new Screens(),
    typed: new TypedBytes(() => undefined),
    bindings: makeBindings(),
    env: {},
    path: '/',
    now: () => now,
    clock: systemClock,
    link: {
      request: <Name extends RequestName>(name: Name, _params: Params<Name>): Promise<Result<Name>> =>
        Promise.reject(new Error(`${name} was asked`)),
    },
    hold: () => undefined,
    quit: () => undefined,
    copy: () => undefined,
    ring: () => undefined,
    redraw: () => undefined,
    lend: (work) => work(),
    crash: (thrown) => {
      throw thrown;
    },
  };
  const type = (text: string): void => {
    for (const key of text) takeInput(dashboard, { kind: 'text', text: key, raw: Buffer.from(key) });
  };
  return { dashboard, type, pass: (ms: number) => (now += ms) };
}
