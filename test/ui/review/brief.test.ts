import { expect, test } from 'vitest';
import type { Session } from '../../../src/core/model/session.ts';
import { unicodeGlyphs } from '../../../src/ui/glyphs.ts';
import { briefLines } from '../../../src/ui/review/brief.ts';
import type { BriefSource } from '../../../src/ui/review/brief-line.ts';
import { eloquent, finding, handedIn } from '../judged-world.ts';
import { asks } from '../made-up-world.ts';
import { changed, check, session, verdict } from './review-kit.tsx';

function brief(parts: Partial<Session> = {}, more: Partial<BriefSource> = {}): string {
  const shown = session(parts);
  const lines = briefLines({
    session: shown,
    verdict: shown.verdict,
    targetName: 'main',
    scopePolicy: 'red',
    clashes: [],
    expanded: false,
    columns: 60,
    glyphs: unicodeGlyphs,
    ...more,
  });
  return lines.map((line) => line.map((piece) => piece.text).join('')).join('\n');
}

const question = asks(1, 'Keep the old endpoint?', { options: ['yes', 'no'], default: 'yes' });

test('each check with its result, time and command', () => {
  const checks = [check('test'), check('lint', 'red'), check('e2e', 'infrastructure'), check('types', 'skipped')];
  const text = brief({ verdict: verdict({ checks }) });
  expect(text).toContain('  ✓ test green 12s  npm run test');
  expect(text).toContain('  ✗ lint red, exit status 1 12s  npm run lint');
  expect(text).toContain('  ! e2e did not run to its end 12s  npm run e2e');
  expect(text).toContain('  · types skipped  npm run types');
});

test('decisions on the way: answered, withdrawn and open', () => {
  const text = brief({
    questions: [
      { ...question, answer: { text: 'drop it', at: 0 } },
      { ...question, withdrawn: true },
      { ...question, default: null },
    ],
  });
  expect(text).toContain('  ? Keep the old endpoint?\n    ▸ drop it');
  expect(text).toContain("▸ never answered (the agent's own choice: yes)");
  expect(text).toContain('▸ not answered yet (no recommendation)');
});

test('earlier rounds: red gates and rejections with their words', () => {
  const message = { number: 1, at: 0, questions: [], sending: null, unconfirmed: false, delivered: null };
  const text = brief({
    messages: [
      { ...message, kind: 'red', round: 2, text: 'check failed: test' },
      { ...message, kind: 'answers', round: 1, text: 'yes' },
      {
        ...message,
        kind: 'rejected',
        round: 3,
        text: 'retry only on 5xx',
        delivered: { by: 'start', request: 'r', at: 0 },
      },
    ],
  });
  expect(text).toContain('round 1: red, sent back by the gate, not yet taken by the agent\n    check failed: test');
  expect(text).toContain('round 2: rejected by you\n    retry only on 5xx');
  expect(text).not.toContain('your answers');
});

test('the boundary is called kept only where the gate refuses to leave it', () => {
  const { task } = session();
  expect(brief()).toContain('· in scope');
  expect(brief({}, { scopePolicy: 'note' })).toContain('· files outside the boundary are only noted');
  expect(brief({ task: { ...task, scope: [] } })).toContain('· no boundary was set');
  const reasons = [{ kind: 'scope' as const, files: ['x'], scope: ['src/**'] }];
  expect(brief({ verdict: verdict({ kind: 'red', reasons }) })).toContain('· outside the boundary');
});

test('a long text is cut with a count, and whole on request', () => {
  const summary = Array.from({ length: 30 }, (_, line) => `point ${line}`).join('\n');
  expect(brief({ summary })).toContain('  point 11\n  18 more lines');
  expect(brief({ summary }, { expanded: true })).toContain('  point 29');
});

test('what the agent left out is said', () => {
  const text = brief({ summary: null, evidence: [] });
  expect(text).toContain('nothing: it ended without a summary');
  expect(text).toContain('no evidence was handed in');
});

test('without a verdict nothing was verified', () => {
  expect(brief({ verdict: null })).toMatch(/^ NOTHING WAS VERIFIED \n/);
});

test('notes stand out, lines stay inside', () => {
  const notes = [`large file: ${'x'.repeat(100)}`];
  const text = brief({ verdict: verdict({ notes }) });
  expect(text).toContain('  ! large file:');
  expect(text.split('\n').every((line) => line.length <= 60)).toBe(true);
});

test('without a summary the last words of the turn that handed it in are what the agent says', () => {
  expect(brief({ summary: null, lastWords: 'I moved the buffer.' })).toContain('  I moved the buffer.');
  expect(brief({ summary: 'Moved.', lastWords: 'I moved the buffer.' })).not.toContain('I moved the buffer.');
  expect(brief({ summary: null, lastWords: null })).toContain('nothing: it ended without a summary');
});

test('findings: what is red or to be acknowledged is loud and first, what is noted comes after the gate', () => {
  const findings = [
    finding({ rule: 'secret', file: 'a.env', line: 1, says: 'looks like a key', policy: 'red' }),
    finding(),
    finding({ rule: 'mode-changed', file: 'bin/run', line: null, says: 'is executable now', policy: 'note' }),
  ];
  const lines = brief({ verdict: verdict({ findings }) }).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    ' 1 FINDING RED ',
    '  ✗ a.env:1: looks like a key',
    ' 1 FINDING TO ACKNOWLEDGE ',
    '  ! test/upload.test.ts:3: test "upload > retries" has 2',
  ]);
  expect(lines[4]).toBe('    assertions fewer');
  const noticed = lines.indexOf('Also noticed in the change');
  expect(noticed).toBeGreaterThan(lines.findIndex((line) => line.startsWith('The gate found')));
  expect(lines[noticed + 1]).toBe('  · bin/run: is executable now');
});

test('checks: counts, reused results, and a flake with its runs here and on the target', () => {
  const text = brief({ verdict: eloquent, round: 2 });
  expect(text).toContain('  ✓ types green 8.0s  npm run types\n    from an earlier run on the same files');
  expect(text).toContain('  ! test flaky 12s  npm test\n    41 tests, 2 skipped\n    red in 1 of 4 runs, in 1 of 3 on');
  expect(text).toContain('    test/queue.test.ts: queue > drains');
});

test("the target's own tests: loud when they fail, with the output where no test is named", () => {
  expect(brief({ verdict: eloquent })).toMatch(/^ THE OLD TESTS FAIL \n {2}2 of main's own tests fail on the new code/);
  const { oldTests } = eloquent;
  if (oldTests === null) throw new Error('they ran');
  const unnamed = brief({ verdict: verdict({ oldTests: { ...oldTests, failed: [] } }) });
  expect(unnamed).toContain("  ! main's own tests, run by test: red\n    expected 3 to be 2");
  const green = brief({ verdict: verdict({ oldTests: { ...oldTests, outcome: 'green', failed: [] } }) });
  expect(green).not.toContain('OLD TESTS');
  expect(green).toContain("  ✓ main's own version of test/upload.test.ts passes on the");
});

test('what was handed in has kind and size, and a picture says where it lies', () => {
  const text = brief({ evidence: [...handedIn] });
  expect(text).toContain(
    '  evidence: logs/retry.txt (text, 2 KB)\n  evidence: shots/after.png (image, 48 KB)\n        at: /state',
  );
});

test('conflicts to come are warned of, and what takes a landing back says so', () => {
  expect(brief({}, { clashes: ['clashes with #3 in src/a.ts'] })).toContain('  ! clashes with #3 in src/a.ts');
  const undo = brief({ undoes: { session: 7, snapshot: 'e' } });
  expect(undo).toContain('  It takes the landing of #7 back.');
  expect(undo).not.toContain('The agent says');
});

test('what changed since the last decision, and what became of the comments', () => {
  const since = {
    round: 1,
    at: 0,
    files: [changed('src/a.ts', 3, 1), { ...changed('src/b.ts', 9, 0), from: 'src/old.ts' }, changed('src/c.ts', 2, 2)],
    mixed: ['src/c.ts'],
    fresh: ['src/b.ts'],
    reverted: [],
    same: 4,
    before: {},
  };
  const compared = { to: 'c', contents: {}, since, problem: null, comments: { target: [], reviewed: [] } };
  const said = {
    id: 'c1',
    round: 1,
    path: 'src/a.ts',
    side: 'new',
    line: 7,
    quoted: ' wait(5);',
    before: [],
    after: [],
  } as const;
  const comment = { ...said, before: [], after: [], text: 'too short', at: 0, sentIn: 1 };
  const placed = { id: 'c1', path: 'src/a.ts', kind: 'changed', side: 'new', line: 9, now: 'wait(50);' } as const;
  const left = { ...placed, kind: 'same', now: ' wait(5);' } as const;
  const text = brief(
    {},
    {
      compared,
      comments: [
        { comment, placed },
        { comment, placed: left },
      ],
      columns: 78,
    },
  );
  expect(text).toContain(
    'since round 1: 2 files changed, 1 file new, 4 files unchanged; 1 file\n  cannot be separated from',
  );
  expect(text).toContain(
    '  changed src/a.ts  +3 −1\n  new src/b.ts, was src/old.ts  +9 −0\n  changed src/c.ts  +2 −2  cannot be',
  );
  expect(text).toContain(
    '  src/a.ts:9 (round 1, sent)\n    too short\n    the agent changed this line; it was: wait(5);',
  );
  expect(text).toContain('    too short\n    the agent left this line as it was');
  const gone = brief({}, { compared: { ...compared, since: null, problem: 'it is no longer there' } });
  expect(gone).toContain('Since your last look\n  it is no longer there');
});

test('an answer that the machine gave by a kept one says so, and a wider boundary is named', () => {
  const answer = { text: 'drop it', at: 0, convention: 'c1' };
  const text = brief({ questions: [{ ...question, answer, widens: ['docs/**'] }] });
  expect(text).toContain('? Keep the old endpoint? (widens the boundary by docs/**)\n    ▸ drop it (by a kept answer)');
});
