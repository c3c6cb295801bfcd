import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { Replay } from './replay.ts';
import { addTo, newScore, percent, tableOf } from './score.ts';
import { readStateRecording, stateRecordings } from './state-recording.ts';

// Node's own timers with promises have no way to be given another clock.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, value: unknown, options?: { signal?: AbortSignal }) =>
    new Promise((resolve, reject) => {
      options?.signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      setTimeout(resolve, ms, value);
    }),
}));

/** Precision and recall of each agent's states, percent, that must not get worse. */
const floorSchema = z.record(z.string(), z.record(z.string(), z.tuple([z.number(), z.number()])));
const floor = floorSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'floor.json'), 'utf8')));

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

describe.each(['claude', 'codex', 'opencode', 'gemini', 'pi'])('%s', (agent) => {
  const names = stateRecordings(agent);
  test.runIf(names.length > 0)('says what is true, as its recordings tell', async () => {
    const score = newScore();
    for (const name of names) {
      const recording = readStateRecording(name);
      addTo(score, recording, await Replay.play(recording));
    }
    console.log(`${names.length} recordings; state, precision %, recall %, s\n${tableOf(agent, score)}`);
    if (score.misses.length > 0) console.log(score.misses.join('\n'));
    const reached = Object.fromEntries(
      [...score.states].map(([state, { true: was, shown, both }]) => [
        state,
        [percent(both, shown), percent(both, was)],
      ]),
    );
    const worse = Object.entries(floor[agent] ?? {}).filter(([state, [precision, recall]]) => {
      const [p = 100, r = 100] = reached[state] ?? [];
      return p < precision || r < recall;
    });
    expect(score.false).toEqual([]);
    expect(worse, JSON.stringify(reached)).toEqual([]);
    expect(score.prose).toEqual({ true: score.prose.true, shown: score.prose.true, both: score.prose.true });
  });
});
