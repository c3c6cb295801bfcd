import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConventions } from '../../src/core/conventions/read-conventions.ts';
import { addConvention, removeConvention } from '../../src/core/conventions/write-conventions.ts';
import type { Convention } from '../../src/core/model/convention.ts';

const tabs: Omit<Convention, 'id'> = {
  sentence: 'Indent with tabs, never with spaces.',
  asked: { question: 'Tabs or spaces?', options: ['tabs', 'spaces'], answer: 'tabs' },
};
const read = (text: string) => readConventions(text).map(({ convention }) => convention);

const byHand = `# How we work

Some words.

## Style
* Money is kept in integer
  cents.
* Names are English.

  Because everybody reads them.
  - see also the wiki
<!-- - not this one
- nor this -->
\`\`\`
- code is none
\`\`\`
1. Tests come first.

   - asked: May tests come later?
   - ANSWER: No.
`;

test('each item of an outermost list is a convention; comments, code and other lists are not', () => {
  expect(read(byHand)).toMatchObject([
    { sentence: 'Money is kept in integer cents.', asked: null },
    { sentence: 'Names are English.', asked: null },
    { sentence: 'Tests come first.', asked: { question: 'May tests come later?', options: [], answer: 'No.' } },
  ]);
});

test('a new file says what it is, and reads back', () => {
  const added = addConvention('', tabs);
  if ('refused' in added) throw new Error(added.refused);
  expect(added.text).toBe(`# Conventions

Answers that hold for every task: Signalbox tells them to every agent.

- Indent with tabs, never with spaces.
  - Asked: Tabs or spaces?
  - Options: tabs | spaces
  - Answer: tabs
`);
  expect(read(added.text)).toEqual([{ id: added.id, ...tabs }]);
});

test('an id stays while the sentence does', () => {
  const first = read('- Indent with tabs.\n')[0];
  expect(read('# More\n\n- Other.\n-   Indent with\n    tabs.\n')[1]?.id).toBe(first?.id);
  expect(read('- Indent with tab.\n')[0]?.id).not.toBe(first?.id);
  expect(new Set(read('- Same.\n- Same.\n').map(({ id }) => id)).size).toBe(2);
});

test('what is there already is not written twice', () => {
  const once = changed(addConvention(byHand, tabs));
  expect(changed(addConvention(once, { ...tabs, sentence: ' Indent  with tabs, never with spaces.\n' }))).toBe(once);
});

test.each([
  ['no newline at the end', '- One.'],
  ['CRLF', '# A\r\n\r\n- One.\r\n  - Asked: x y?\r\n  - Answer: z\r\n'],
  ['a byte order mark', '\uFEFF- One.\n'],
  ['text behind the list', '- One.\n\nThe end.\n'],
  ['no list at all', 'Just words'],
  ['other bullets', '+ One.\n+ Two.\n\n\n'],
  ['numbers', '1. One.\n2. Two.\n'],
  ['trailing blanks', '- One.  \t\n   \n'],
])('adding and removing leaves every other byte as it was: %s', (_what, text) => {
  const before = read(text);
  const added = addConvention(text, tabs);
  if ('refused' in added) throw new Error(added.refused);
  expect(read(added.text)).toHaveLength(before.length + 1);
  expect(read(added.text)).toEqual(expect.arrayContaining(before));
  expect(added.text.includes('\r\n')).toBe(text.includes('\r\n'));
  if (text.includes('\r\n')) expect(added.text.replaceAll('\r\n', '')).not.toContain('\n');
  keepsAll(text, added.text);
  const removed = changed(removeConvention(added.text, added.id));
  expect(removed.trimEnd()).toBe(text.trimEnd());
});

test('behind a comment that is never closed nothing can be added, and that is said', () => {
  expect(addConvention('words\n<!-- open\n', tabs)).toEqual({ refused: expect.stringContaining('never closed') });
  expect(addConvention('```\n', tabs)).toEqual({ refused: expect.stringContaining('never closed') });
});

const piece = fc.constantFrom(
  '- item',
  '* other',
  '  - Asked: who?',
  '  - Answer: me',
  '  - Options: a | b',
  '  more',
  'plain words',
  '# Heading',
  '',
  '```',
  '<!-- note',
  '-->',
  '<!-- one line -->',
  '1. numbered',
  '    code',
  '---',
  '\t- tab',
  '   - deep',
  '> quote',
  '   ',
);

test('whatever the file: an added convention is read back, all else is byte for byte as it was, removing it undoes it', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 14 }),
      fc.record({ eol: fc.constantFrom('\n', '\r\n'), ends: fc.boolean() }),
      fc.record({
        sentence: fc.string({ minLength: 1 }),
        question: fc.string(),
        answer: fc.string(),
        options: fc.array(fc.string()),
      }),
      (lines, { eol, ends }, { sentence, ...asked }) => {
        const text = lines.join(eol) + (ends && lines.length > 0 ? eol : '');
        const before = read(text);
        const added = addConvention(text, { sentence, asked });
        if ('refused' in added || added.text === text) return;
        const after = read(added.text);
        expect(after).toHaveLength(before.length + 1);
        keepsAll(text, added.text);
        const removed = changed(removeConvention(added.text, added.id));
        expect(read(removed)).toEqual(before);
        expect(removed.startsWith(text) || removed.replaceAll(/\s/g, '') === text.replaceAll(/\s/g, '')).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

function changed(outcome: ReturnType<typeof addConvention>): string {
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.text;
}

/** The old text is the new one without one piece in its middle, or at its end. */
function keepsAll(text: string, longer: string): void {
  let at = 0;
  while (at < text.length && text[at] === longer[at]) at += 1;
  const rest = text.slice(at);
  expect(longer.endsWith(rest) || text === '').toBe(true);
}
