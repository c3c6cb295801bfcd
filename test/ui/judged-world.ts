import type { Finding } from '../../src/core/model/findings.ts';
import type { Evidence } from '../../src/core/model/round.ts';
import type { Verdict } from '../../src/core/model/verdict.ts';
import { type Clash, type World } from '../../src/core/model/world.ts';
import { green, madeUp, noon, repo, worldOf } from './made-up-world.ts';

/** An afternoon on which the gate has much to say: for screens of findings, flakes, conflicts, landings and undoing. */
const minute = 60_000;

export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    rule: 'assertions-removed',
    certain: true,
    file: 'test/upload.test.ts',
    line: 3,
    side: 'target',
    says: 'test "upload > retries" has 2 assertions fewer',
    policy: 'acknowledge',
    ...parts,
  };
}

export const handedIn: readonly Evidence[] = [
  { name: 'logs/retry.txt', path: '/state/sessions/4/evidence/round-2/retry.txt', bytes: 2100, kind: 'text', round: 2 },
  {
    name: 'shots/after.png',
    path: '/state/sessions/4/evidence/round-2/after.png',
    bytes: 48_000,
    kind: 'image',
    round: 2,
  },
];

const [types, tests] = green.checks;
if (types === undefined || tests === undefined) throw new Error('the green verdict has two checks');

/** All that a verdict can say, and still be one that a person may approve. */
export const eloquent: Verdict = {
  ...green,
  files: [
    { path: 'src/upload.ts', status: 'modified', added: 88, removed: 12 },
    { path: 'test/upload.test.ts', status: 'modified', added: 1, removed: 3 },
    { path: 'bin/run', status: 'modified', added: 0, removed: 0 },
  ],
  checks: [
    { ...types, reused: true },
    {
      ...tests,
      outcome: 'flaky',
      tests: { executed: 41, skipped: 2, failed: [] },
      flake: {
        tests: [{ file: 'test/queue.test.ts', title: 'queue > drains' }],
        runs: 4,
        reds: 1,
        targetRuns: 3,
        targetReds: 1,
        known: 'target',
      },
    },
  ],
  findings: [
    finding({
      rule: 'mode-changed',
      file: 'bin/run',
      line: null,
      side: 'candidate',
      says: 'is executable now',
      policy: 'note',
    }),
    finding(),
    finding({ rule: 'test-disabled', line: 2, side: 'candidate', says: 'test "upload > resumes" is skipped now' }),
  ],
  oldTests: {
    files: ['test/upload.test.ts'],
    check: 'test',
    outcome: 'red',
    failed: [
      { file: 'test/upload.test.ts', title: 'upload > retries' },
      { file: 'test/upload.test.ts', title: 'upload > resumes' },
    ],
    log: '/logs/old',
    tail: 'expected 3 to be 2\n',
  },
  notes: [],
};

export const patchOfTests = `diff --git a/test/upload.test.ts b/test/upload.test.ts
index 1111111..2222222 100644
--- a/test/upload.test.ts
+++ b/test/upload.test.ts
@@ -1,5 +1,3 @@
 import { test } from 'vitest';
-test('resumes', resumes);
-expect(tries).toBe(3);
-expect(waits).toBe(2);
+test.skip('resumes', resumes);
 done();
`;

export const clashes: readonly Clash[] = [
  { session: 4, with: 1, files: ['src/upload.ts', 'src/queue.ts'] },
  { session: 1, with: 'target', files: ['src/player.ts'] },
  { session: 2, with: 'you', files: ['README.md', 'a.ts', 'b.ts', 'c.ts'] },
];

function landedAs(commit: string, at: number) {
  return { commit, from: 'f'.repeat(40), pullRequest: null, at };
}

const landing = { since: noon - 4 * minute, intent: null, waits: null, batch: null, pullRequest: null };

/** Everything at once. */
export const judgedWorld: World = worldOf(
  [
    madeUp(1, 'working', { title: 'playback', change: { files: 6, added: 212, removed: 14 } }),
    madeUp(2, 'working', { title: 'search', agent: 'codex' }),
    madeUp(3, 'checking', {
      title: 'offline-cache',
      verdict: {
        ...green,
        kind: 'target-red',
        reasons: [{ kind: 'target', target: 'main', name: 'test', run: 'npm test', exit: 1, tail: '' }],
      },
    }),
    madeUp(4, 'ready', {
      title: 'error-handling',
      round: 2,
      verdict: eloquent,
      summary: 'Retry transient upload failures',
      evidence: [...handedIn],
      readyAt: noon - 31 * minute,
    }),
    madeUp(5, 'landing', { title: 'rename-config', verdict: green, landing }),
    madeUp(6, 'landing', { title: 'bump parser', verdict: green, landing: { ...landing, since: noon } }),
    madeUp(7, 'landed', {
      title: 'tidy imports',
      landed: landedAs('abcdef0123456789', noon - 20 * minute),
      undoneBy: 9,
    }),
    madeUp(8, 'landed', {
      title: 'faster start',
      landed: landedAs('fedcba0123456789', noon - 20 * minute),
      diskBytes: 123_400_000,
    }),
    madeUp(9, 'landed', {
      title: 'undo #7 tidy imports',
      undoes: { session: 7, snapshot: 'e'.repeat(40) },
      landed: landedAs('1234567123456789', noon - 10 * minute),
    }),
  ],
  {
    repos: {
      [repo.id]: {
        ...repo,
        targetRed: { commit: repo.targetCommit ?? '', checks: ['test'], at: noon - minute },
        forecast: [...clashes],
        tampered: ["the hook post-merge was added: it runs in everybody's checkouts"],
      },
    },
  },
);
