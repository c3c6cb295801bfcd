import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { type EvidenceSubject, evidenceLines, verdictLines } from '../../src/cli/evidence-lines.ts';
import { listLines, repositoryLines } from '../../src/cli/list-lines.ts';
import { type PrintedSession, printedSession } from '../../src/cli/printed-session.ts';
import { hanging } from '../../src/cli/wrapped.ts';
import { sessionsOf } from '../../src/core/model/world.ts';
import { eloquent, finding, judgedWorld as world } from '../ui/judged-world.ts';
import { green, madeUp, repo, worldOf } from '../ui/made-up-world.ts';

function subject(id: number, columns = 80): EvidenceSubject {
  const session = world.sessions[id];
  if (session === undefined) throw new Error(`#${id} is there`);
  return { world, session, columns };
}

test('a verdict at 80 columns: aligned, what is long hangs below its own text', () => {
  expect(verdictLines(subject(4))).toEqual([
    'gate: green, 2 checks green, on main 4f2c1aa',
    '  ✓ types  green  8.0s  npm run types',
    '           from an earlier run on the same files',
    '  ~ test   flaky   12s  npm test',
    '           41 tests, 2 skipped',
    '           red in 1 of 4 runs, in 1 of 3 on main: it flakes there too',
    '             test/queue.test.ts: queue > drains',
    "  ! 2 of main's own tests fail on the new code: upload > retries, upload >",
    '    resumes',
    '      test/upload.test.ts: upload > retries',
    '      test/upload.test.ts: upload > resumes',
    '2 findings, to acknowledge:',
    '  ! test/upload.test.ts:3: test "upload > retries" has 2 assertions fewer',
    '  ! test/upload.test.ts:2: test "upload > resumes" is skipped now',
    '1 finding, noted:',
    '  · bin/run: is executable now',
    '! clashes with #1 in src/upload.ts and src/queue.ts',
    '3 files +89 -15',
    '  modified src/upload.ts +88 -12',
    '  modified test/upload.test.ts +1 -3',
    '  modified bin/run +0 -0',
  ]);
});

test('what was handed in has its size and where it is kept', () => {
  const lines = evidenceLines(subject(4));
  expect(lines).toContain('evidence: shots/after.png (image, 48 KB)');
  expect(lines).toContain('          /state/sessions/4/evidence/round-2/after.png');
});

test('red findings stand first, and an outlook says how it would fare now', () => {
  const secret = finding({ rule: 'secret', file: 'a.env', line: 1, says: 'looks like a key of AWS', policy: 'red' });
  const verdict = { ...eloquent, findings: [...eloquent.findings, secret] };
  const outlook = { target: 'b'.repeat(40), kind: 'red' as const, why: 'check failed: test' };
  const session = madeUp(1, 'reviewing', { verdict, outlook });
  const lines = verdictLines({ world: worldOf([session]), session, columns: 80 });
  expect(lines).toContain('! main moved: this would now be red: check failed: test');
  expect(lines.filter((line) => / findings?, /.test(line))).toEqual([
    '1 finding, red:',
    '2 findings, to acknowledge:',
    '1 finding, noted:',
  ]);
  expect(lines).toContain('  ✗ a.env:1: looks like a key of AWS');
});

test('no line is wider than the terminal, and none is broken where it goes to a file', () => {
  const long = Array.from({ length: 30 }, (_, at) => `word${at}`).join(' ');
  const verdict = { ...eloquent, findings: [finding({ says: long })], notes: [long] };
  const session = madeUp(1, 'ready', { verdict, summary: long });
  const lines = evidenceLines({ world: worldOf([session]), session, columns: 80 });
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  expect(evidenceLines({ world: worldOf([session]), session, columns: Infinity })).toContain(`summary: ${long}`);
});

test('an agent cannot act on the terminal through a finding', () => {
  expect(hanging('! ', 'a\u001b[2Jb', 80)).toEqual(['! a\\x1b[2Jb']);
});

test('the list names conflicts, landings that wait and what was undone, in 80 columns and in 200', () => {
  const narrow = listLines(world, sessionsOf(world), 80);
  for (const line of narrow) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  const lines = listLines(world, sessionsOf(world), 250);
  const of = (id: number): string => lines.find((line) => line.trimStart().startsWith(`#${id} `)) ?? '';
  const below = (id: number): string => lines[lines.indexOf(of(id)) + 1] ?? '';
  expect(below(1)).toBe('    ! clashes with main in src/player.ts, with #4 in src/upload.ts and src/queue.ts');
  expect(below(2)).toBe('    ! clashes with your own changes in README.md, a.ts and 2 more');
  expect(narrow).toContain('    ! clashes with main in src/player.ts, with #4 in src/upload.ts and');
  expect(of(3)).toContain('waits for the target');
  expect(of(7)).toContain('#9');
  expect(of(9)).toContain('takes back #7');
  const calm = { ...world, repos: { [repo.id]: { ...repo } } };
  expect(listLines(calm, sessionsOf(calm), 250).find((line) => line.includes('#6'))).toContain('after #5');
});

test('what concerns all of a repository is said once, below', () => {
  expect(repositoryLines(world.repos[repo.id] ?? repo)).toEqual([
    '✗ main itself is red: check test',
    "! git's own files of acme-app changed, nothing lands until signalbox trust accepts it:",
    "    the hook post-merge was added: it runs in everybody's checkouts",
  ]);
  expect(repositoryLines(repo)).toEqual([]);
});

function one(id: number): PrintedSession {
  return printedSession(world, subject(id).session);
}

test('JSON has the same as data', () => {
  expect(one(1).clashes).toEqual([
    { with: 'target', files: ['src/player.ts'] },
    { with: 4, files: ['src/upload.ts', 'src/queue.ts'] },
  ]);
  expect(one(6)).toMatchObject({ landingPlace: 2, undoes: null, undoneBy: null, diskBytes: null });
  expect(one(7)).toMatchObject({ undoneBy: 9, landingPlace: null });
  expect(one(9)).toMatchObject({ undoes: 7 });
  expect(one(8)).toMatchObject({ diskBytes: 123_400_000 });
});

test('a plain verdict says no more than before', () => {
  const session = madeUp(1, 'ready', { verdict: { ...green, notes: [] } });
  expect(verdictLines({ world: worldOf([session]), session, columns: 80 })).toEqual([
    'gate: green, 2 checks green, on main 4f2c1aa',
    '  ✓ types  green  8.0s  npm run types',
    '  ✓ test   green   12s  npm test',
    '1 file +88 -12',
    '  modified src/upload.ts +88 -12',
  ]);
});
