import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { addTrailers, landingMessage, trailersOf } from '../../src/core/words/landing-message.ts';

const words = {
  id: 4,
  title: 'Add  a login\nform',
  summary: null,
  agent: 'claude',
  session: 'c0ffee',
  checks: ['types', 'test'],
  approvedBy: 'Ada <ada@example.com>',
};
const ours = [
  'Signalbox-Task: #4',
  'Signalbox-Agent: claude',
  'Signalbox-Session: c0ffee',
  'Signalbox-Checks: types, test',
  'Approved-by: Ada <ada@example.com>',
];

/** What git takes for the trailers of a commit with this message. */
const byGit = (message: string): string[] =>
  execFileSync('git', ['interpret-trailers', '--parse', '--no-divider'], { input: message, encoding: 'utf8' })
    .trimEnd()
    .split('\n');

test('title, summary and where it came from', () => {
  expect(landingMessage(words)).toBe(`Add a login form\n\n${ours.join('\n')}\n`);
  expect(landingMessage({ ...words, summary: 'It works.\n', coAuthor: 'C <c@x>' })).toBe(
    `Add a login form\n\nIt works.\n\n${[...ours, 'Co-authored-by: C <c@x>'].join('\n')}\n`,
  );
  const bare = { ...words, session: null, checks: [], approvedBy: null };
  expect(landingMessage(bare)).toBe('Add a login form\n\nSignalbox-Task: #4\nSignalbox-Agent: claude\n');
});

test.each([
  ['plain', 'Text.'],
  ['trailers of its own', 'Text.\n\nFixes: #3\nSigned-off-by: B <b@x>'],
  ['only trailers', 'Signed-off-by: B <b@x>'],
  ['trailers that go on', 'Text.\n\nNote: a long\n  story\nFixes: #3'],
  ['text with a sign-off', 'One line.\nSigned-off-by: B <b@x>'],
  ['a divider and comments', 'Above\n---\n# not a comment\nbelow'],
  ['a divider last', 'Above\n\n---'],
  ['comments last', 'Above\n\n# one\n# two'],
  ['a list', 'What:\n- one: two\n- three'],
  ['carriage returns', 'Text.\r\n\r\nFixes: #3\r\n'],
  ['a title that looks like a trailer', ''],
])('git reads the trailers of a summary with %s, and all of the summary is there', (_what, summary) => {
  const message = landingMessage({ ...words, title: 'Fix: it', summary });
  for (const line of summary.split(/\r?\n/)) expect(message).toContain(line);
  expect(byGit(message)).toEqual(expect.arrayContaining(ours));
  expect(byGit(message)).not.toContain('Fix: it');
  for (const own of ['Fixes: #3', 'Signed-off-by: B <b@x>'])
    if (summary.includes(own)) expect(byGit(message)).toContain(own);
  // Added again, nothing is doubled.
  expect(addTrailers(message, trailersOf(message))).toBe(message);
});
