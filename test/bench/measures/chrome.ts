import { render } from 'ink';
import { createElement } from 'react';
import { setTimeout as pause } from 'node:timers/promises';

import { newSession } from '../../../src/core/reduce/new-session.ts';
import { newRepo } from '../../../src/core/reduce/new-repo.ts';
import { emptyWorld } from '../../../src/core/model/world.ts';
import { Compositor } from '../../../src/tty/compositor.ts';
import { VirtualTty } from '../../../src/tty/virtual-tty.ts';
import { Dashboard } from '../../../src/ui/dashboard.tsx';
import { makeBindings } from '../../../src/ui/keymap/bindings.ts';
import { LookContext, chooseLook } from '../../../src/ui/look.ts';
import { overlayOf } from '../../../src/ui/overlay.ts';
import { Screens } from '../../../src/ui/state/screens.ts';
import { makeStore } from '../../../src/ui/state/store.ts';
import { DashboardContext } from '../../../src/ui/use-dashboard.ts';
import { opened } from '../kit/opened.ts';
import { fullSize } from '../kit/signalbox.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

const count = 8;

/** Drawing the frames, titles and lines around the tiles. */
export const chrome: Measure = {
  name: 'chrome',
  rows: rowsOf({ unit: 'ms', rival: null, statistic: 'p50' }, [
    {
      name: 'chrome-frame',
      means: 'another session selected until the chrome of 8 tiles at 200x60 is bytes for the terminal',
      budget: { ours: 3 },
      sample: 'frame',
    },
  ]),
  async open({ quick }: Course) {
    const frames = quick ? 20 : 40;
    const created = {
      kind: 'isolated' as const,
      prompt: '',
      scope: [],
      checks: [],
      stop: [],
      agent: 'a',
      priority: 0,
    };
    const made = Array.from({ length: count }, (_, index) => {
      const task = { ...created, title: `task ${index}`, after: [] };
      const session = newSession({ type: 'task.created', session: index + 1, repo: 'repo', task }, Date.now());
      return { ...session, state: 'working' as const, startedAt: Date.now() };
    });
    const repo = newRepo({ id: 'repo', root: '/repo', name: 'repo', target: 'main' });
    const world = {
      ...emptyWorld,
      repos: { repo },
      sessions: Object.fromEntries(made.map((session) => [session.id, session])),
    };
    const store = makeStore({ now: Date.now(), repo: 'repo', world, size: fullSize });
    const tty = new VirtualTty({ ...fullSize, depth: 'truecolor', onChange: () => undefined });
    const compositor = new Compositor({ ...fullSize, depth: 'truecolor' });
    const screens = new Screens();
    const bindings = makeBindings();
    const look = chooseLook({ LANG: 'C.UTF-8' }, 'dark');
    const dashboard = createElement(DashboardContext, { value: { store, bindings } }, createElement(Dashboard));
    const ink = render(createElement(LookContext, { value: look }, dashboard), {
      stdout: tty.stdout,
      stdin: tty.stdin,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      maxFps: 120,
    });
    await ink.waitUntilRenderFlush();
    const ours = async (): Promise<Samples> => {
      const times: number[] = [];
      for (let frame = 0; frame < frames; frame++) {
        // Longer than Ink's own pause between frames.
        await pause(15);
        const begun = performance.now();
        store.setState({ selected: 1 + (frame % count) });
        await ink.waitUntilRenderFlush();
        const change = tty.takeChange();
        if (change !== undefined) compositor.chrome.apply(change);
        // Frames and titles of the tiles are painted over what Ink has drawn.
        compositor.setOverlay(overlayOf({ state: store.getState(), screens, look, bindings }));
        compositor.paint();
        times.push(performance.now() - begun);
      }
      return { frame: times };
    };
    const close = (): Promise<void> => {
      ink.unmount();
      tty.close();
      return Promise.resolve();
    };
    return opened({ ours }, [{ [Symbol.asyncDispose]: close }]);
  },
};
