import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { paintScreen, restoreScreen } from '../../../src/screen/paint/paint-screen.ts';
import { type Fixture, writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

const recordings = fileURLToPath(new URL('../../recordings', import.meta.url));
/** Feeding a screen up to a cut takes no more than this of what came before. */
const leadBytes = 64 * 1024;
const afterBytes = 8 * 1024;
const size = { columns: 100, rows: 30 };

/** Whether a painted screen is the screen. */
export const fidelity: Measure = {
  name: 'fidelity',
  mostRounds: 1,
  rows: rowsOf({ statistic: 'sum', rival: null }, [
    {
      name: 'snapshots-wrong',
      means: 'painted screens that differ from the one they were cut from, at once or after 8 KB more',
      budget: { ours: 0 },
      sample: 'wrong',
      unit: 'cuts',
    },
    { name: 'snapshots', means: 'cuts looked at', budget: null, sample: 'cuts', unit: 'cuts' },
  ]),
  open({ folder, quick }: Course) {
    const found = existsSync(recordings) ? recordingsBelow(recordings) : [];
    const own = (['agent', 'redraw', 'log'] satisfies Fixture[]).map((kind) => writeFixture(folder, kind, 200_000));
    const files = found.length > 0 ? found : own;
    const note =
      found.length > 0
        ? `${found.length} recordings of test/recordings`
        : 'there are no recordings in test/recordings: cut from the loads of this benchmark instead';
    const ours = (): Promise<Samples> => Promise.resolve(cutAll(files, quick ? 120 : 600));
    return Promise.resolve(opened({ ours }, [], [note]));
  },
};

function recordingsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !/\.(json|md|ya?ml|ts)$/.test(path));
}

function cutAll(files: readonly string[], wanted: number): Samples {
  let [wrong, cuts] = [0, 0];
  for (const [index, path] of files.entries()) {
    const bytes = readFileSync(path);
    const share = Math.ceil(wanted / files.length);
    for (let cut = 0; cut < share; cut++) {
      const at = Math.floor((bytes.length * (cut + 0.5)) / share) + ((index * 31) % 17);
      const same = survivesCut(bytes, at);
      if (same === null) continue;
      cuts++;
      if (!same) wrong++;
    }
  }
  return { wrong, cuts };
}

/** null: no screen is cut here, the program is in the middle of something. */
function survivesCut(bytes: Buffer, wanted: number): boolean | null {
  const screen = new HeadlessScreen(size);
  const copy = new HeadlessScreen(size);
  try {
    screen.feed(bytes.subarray(Math.max(0, wanted - leadBytes), wanted));
    let at = wanted;
    // The daemon waits for the next moment of rest too.
    for (; !screen.atRest && at < bytes.length; at++) screen.feed(bytes.subarray(at, at + 1));
    if (!screen.atRest) return null;
    restoreScreen(copy, paintScreen(screen, 0));
    if (!samePicture(copy, screen)) return false;
    const more = bytes.subarray(at, at + afterBytes);
    screen.feed(more);
    copy.feed(more);
    return samePicture(copy, screen);
  } finally {
    screen.dispose();
    copy.dispose();
  }
}

function samePicture(one: HeadlessScreen, other: HeadlessScreen): boolean {
  return JSON.stringify(one.picture()) === JSON.stringify(other.picture());
}

const scanned = 20;
const rules = [
  /\? for shortcuts/,
  /esc to interrupt/i,
  /Do you want to (proceed|make this edit)/,
  /❯ 1\. Yes/,
  /\(y\/n\)\s*$/i,
  /Allow command/,
  /rate limit|overloaded/i,
  /[✻●] \w+…?/,
];

/** Reading states off screens, ten times a second. */
export const stateScan: Measure = {
  name: 'state-scan',
  rows: rowsOf({ statistic: 'p50', rival: null }, [
    {
      name: 'state-scan',
      means: 'the last 10 lines of 20 screens to text and through 8 patterns, 10 times a second',
      budget: { ours: 2 },
      sample: 'share',
      unit: '% of a core',
    },
  ]),
  open({ folder }: Course) {
    const bytes = readFileSync(writeFixture(folder, 'agent', 500_000));
    const screens = Array.from({ length: scanned }, (_, index) => {
      const screen = new HeadlessScreen(size);
      screen.feed(bytes.subarray(index * 3000, index * 3000 + 20_000));
      return screen;
    });
    const ours = (): Promise<Samples> => {
      const begun = performance.now();
      let matches = 0;
      for (let scan = 0; scan < 10; scan++) {
        for (const screen of screens) {
          const text = screen.lastLines(10).join('\n');
          for (const rule of rules) if (rule.test(text)) matches++;
        }
      }
      if (matches === 0) throw new Error('no pattern found anything');
      return Promise.resolve({ share: ((performance.now() - begun) / 1000) * 100 });
    };
    const close = (): Promise<void> => {
      for (const screen of screens) screen.dispose();
      return Promise.resolve();
    };
    return Promise.resolve(opened({ ours }, [{ [Symbol.asyncDispose]: close }]));
  },
};
