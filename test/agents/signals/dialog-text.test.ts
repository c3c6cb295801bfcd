import { describe, expect, test } from 'vitest';

import { questionOf, readDialog, readDialogAbove } from '../../../src/agents/signals/dialog-text.ts';
import { draftIn } from '../../../src/agents/signals/draft.ts';
import { afterEcho, lastWordsAbove } from '../../../src/agents/signals/last-words.ts';

/** The dialog of which a rule matches the row that contains `at`. */
function dialog(screen: string, at: string) {
  const rows = screen.split('\n');
  const row = rows.findIndex((text) => text.includes(at));
  return readDialog(rows, [row, row]);
}

describe('a dialog is read', () => {
  test('with what it is about and its numbered options, out of a frame', () => {
    const read = dialog(
      [
        'older text',
        '╭──────────────────────────────╮',
        '│ Bash command                 │',
        '│                              │',
        '│   npm test -- --watch        │',
        '│                              │',
        '│ Do you want to proceed?      │',
        '│ ❯ 1. Yes                     │',
        '│   2. Yes, and do not ask     │',
        '│      again for npm           │',
        '│   3. No (esc)                │',
        '╰──────────────────────────────╯',
      ].join('\n'),
      'Do you want',
    );
    expect(read.text).toBe('Do you want to proceed?');
    expect(read.detail).toBe('Bash command\nnpm test -- --watch');
    expect(read.options.map(({ key, label, marked }) => [key, label, marked])).toEqual([
      ['1', 'Yes', true],
      ['2', 'Yes, and do not ask', false],
      ['3', 'No (esc)', false],
    ]);
  });

  test('with letters that the question names', () => {
    const read = dialog("src/a.ts\nAdd file to the chat? (Y)es/(N)o/(A)ll/(D)on't ask again [Yes]:", 'Add file');
    expect(read.detail).toBe('src/a.ts');
    expect(read.options.map(({ key, label, marked }) => [key, label, marked])).toEqual([
      ['y', 'Yes', true],
      ['n', 'No', false],
      ['a', 'All', false],
      ['d', "Don't ask again", false],
    ]);
    expect(questionOf(read, false)).toMatchObject({ default: 'Yes', freeText: false });
  });

  test.each([
    ['Overwrite? [y/N]', ['y', 'N'], 'N'],
    ['Continue (yes/no)?', ['yes', 'no'], null],
  ])('%s', (text, options, marked) => {
    const read = dialog(text, text);
    expect(read.options.map((option) => option.label)).toEqual(options);
    expect(questionOf(read, false).default).toBe(marked);
  });

  test('as a question for a text when it names no answers', () => {
    expect(questionOf(dialog('What is your name?', 'name'), false)).toMatchObject({ options: [], freeText: true });
  });

  test('whose rule matches an option or a hint by what stands above it', () => {
    const read = dialog(
      '──────\nTrust this folder?\n/work/x\n\n❯ 1. Yes, I trust this folder\n  2. No, exit\n',
      '1. Yes',
    );
    expect(read.text).toBe('/work/x');
    expect(read.detail).toBe('Trust this folder?');
    expect(read.options).toHaveLength(2);
  });
});

describe('a dialog is read by the hint below it', () => {
  test('with numbered options', () => {
    const rows = [
      '• text',
      '',
      '',
      'Run the command?',
      '  $ rm x',
      'Really?',
      '',
      '› 1. Yes (y)',
      '  2. No (esc)',
      '',
      'Press enter',
    ];
    const read = readDialogAbove(rows, rows.length - 1);
    expect(read).toMatchObject({ text: 'Really?', detail: 'Run the command?\n$ rm x' });
    expect(read.options.map(({ key, label }) => `${key} ${label}`)).toEqual(['1 Yes (y)', '2 No (esc)']);
  });

  test('without', () => {
    const rows = ['───', ' the folder is gone', ' /tmp/x', '', ' → Continue', '   Cancel', '', ' enter select'];
    expect(readDialogAbove(rows, 7)).toEqual({
      text: 'the folder is gone',
      detail: '/tmp/x\n→ Continue\nCancel',
      options: [],
    });
  });
});

describe('an unsent draft', () => {
  const box = { first: /^› ?(.*)$/u, placeholders: [/^Ask Codex to do anything$/u], end: /^\s*gpt-/u };

  test.each([
    ['none in an empty box', ['› old prompt', '• answer', '', '› Ask Codex to do anything', '', '  gpt-6 high'], ''],
    ['of one row', ['› old', '', '› please', '', '  gpt-6'], 'please'],
    ['of two rows', ['› please do', '  this', '  gpt-6'], 'please do\nthis'],
    ['no box', ['• Working'], null],
  ])('%s', (_, rows, draft) => {
    expect(draftIn(rows, box)).toBe(draft);
  });
});

test('last words are the last paragraph above the prompt', () => {
  expect(lastWordsAbove(['first', '', '', 'I did it.', 'Shall I go on?', '', '> '], 6)).toBe(
    'I did it.\nShall I go on?',
  );
  expect(lastWordsAbove(['────', 'Shall I?', '────', '>'], 3)).toBe('Shall I?');
  expect(lastWordsAbove(['', '>'], 1)).toBeNull();
});

test('what stands below the echo of a prompt of many lines is what came of it', () => {
  const rows = ['> one', '. two', 'thinking', 'done'];
  expect(afterEcho(rows, 'one\ntwo\n')).toEqual(['thinking', 'done']);
  expect(afterEcho(rows, 'scrolled away')).toEqual(rows);
  expect(afterEcho(rows, null)).toEqual(rows);
});
