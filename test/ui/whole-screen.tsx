import { render } from 'ink';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { Compositor } from '../../src/tty/compositor.ts';
import { VirtualTty } from '../../src/tty/virtual-tty.ts';
import { Dashboard } from '../../src/ui/dashboard.tsx';
import { makeBindings } from '../../src/ui/keymap/bindings.ts';
import { LookContext, chooseLook } from '../../src/ui/look.ts';
import { overlayOf } from '../../src/ui/overlay.ts';
import { Screens } from '../../src/ui/state/screens.ts';
import { type DashboardState, type DashboardStore, makeStore } from '../../src/ui/state/store.ts';
import { DashboardContext } from '../../src/ui/use-dashboard.ts';
import { noon, repo } from './made-up-world.ts';

/** A dashboard drawn from a state, by Ink and the compositor as on a real terminal, and read from the cells. */
export interface WholeScreen {
  readonly store: DashboardStore;
  readonly screens: Screens;
  /** The rows as a person sees them, once everything is drawn. */
  rows(): Promise<string[]>;
  close(): void;
}

/** Draws a state on a terminal of this size. */
export function drawScreen(
  start: Partial<DashboardState>,
  env: Readonly<Record<string, string>> = { LANG: 'C.UTF-8' },
): WholeScreen {
  const size = start.size ?? { columns: 200, rows: 50 };
  const look = chooseLook(env, 'dark');
  const bindings = makeBindings();
  const store = makeStore({ now: noon, repo: repo.id, ...start, size });
  const screens = new Screens();
  const chrome = new VirtualTty({ ...size, depth: '16', onChange: () => undefined });
  const compositor = new Compositor({ ...size, depth: '16' });
  const terminal = new HeadlessScreen(size);
  const ink = render(
    <LookContext value={look}>
      <DashboardContext value={{ store, bindings }}>
        <Dashboard />
      </DashboardContext>
    </LookContext>,
    { stdout: chrome.stdout, stdin: chrome.stdin, interactive: true, patchConsole: false, exitOnCtrlC: false },
  );
  return {
    store,
    screens,
    rows: async () => {
      await ink.waitUntilRenderFlush();
      const change = chrome.takeChange();
      if (change !== undefined) compositor.chrome.apply(change);
      compositor.setOverlay(overlayOf({ state: store.getState(), screens, look, bindings }));
      terminal.feed(compositor.paint());
      return terminal.text().split('\n');
    },
    close: () => {
      ink.unmount();
      chrome.close();
      terminal.dispose();
    },
  };
}
