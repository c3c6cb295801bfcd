import { setTimeout as pause } from 'node:timers/promises';

import { opened } from '../kit/opened.ts';
import { Signalbox } from '../kit/signalbox.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

const lines = 10_000;
const path = 'src/generated.ts';

/** A person takes a review of 20,000 changed lines in hand, in the real dashboard. */
export const reviewOpen: Measure = {
  name: 'review-open',
  rows: rowsOf({ unit: 'ms', rival: null, statistic: 'p50' }, [
    {
      name: 'review-take',
      means: 'key that takes a review in hand until its brief is on the terminal, in a dashboard just started',
      budget: null,
      sample: 'brief',
    },
    {
      name: 'review-diff-open',
      means: 'then the key for its diff of 20,000 lines until the first lines are on the terminal',
      budget: { ours: 50 },
      sample: 'diff',
    },
    {
      name: 'review-diff-scroll',
      means: 'a key that scrolls it by a page until the frame arrives',
      budget: null,
      sample: 'page',
    },
  ]),
  async open({ quick }: Course) {
    const body = Array.from({ length: lines }, (_, line) => `  const value${line} = compute(${line}, 'before');\n`);
    const signalbox = await Signalbox.open(0, { [path]: body.join('') });
    await signalbox.addEdit(`sed -i "s/'before'/'after'/" ${path}`);
    const ours = async (): Promise<Samples> => {
      await using dashboard = await signalbox.dashboard();
      await dashboard.shows('review 1/');
      await pause(200);
      const begun = performance.now();
      dashboard.write('r');
      const brief = (await dashboard.shows('[brief]')) - begun;
      // As long as a person looks at the brief at the least.
      await pause(700);
      dashboard.lookAway();
      const arrival = dashboard.arrives('compute');
      const pressed = performance.now();
      dashboard.write('v');
      const diff = (await arrival) - pressed;
      const page: number[] = [];
      for (let key = 0; key < (quick ? 5 : 15); key++) {
        await dashboard.quiet(60);
        const frame = dashboard.arrives('\x1b[?2026h');
        const sent = performance.now();
        dashboard.write(' ');
        page.push((await frame) - sent);
      }
      dashboard.write('q');
      await pause(100);
      return { brief, diff, page };
    };
    return opened({ ours }, [signalbox]);
  },
};
