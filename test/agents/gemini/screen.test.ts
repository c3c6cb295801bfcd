import { describe, expect, test } from 'vitest';
import {
  cameBefore,
  dialogOf,
  draftOf,
  looksAlike,
  sameDialog,
  titleState,
} from '../../../src/agents/gemini/screen.ts';
import { screenOf } from './recorded.ts';

const once = ['Allow once', 'Allow for this session', 'No, suggest changes'];

function shown(name: string) {
  const dialog = dialogOf(screenOf(name));
  if (dialog === null) throw new Error(`${name} shows no dialog`);
  return dialog;
}

describe('titles', () => {
  test.each([
    ['◇  Ready (wt)                ', 'ready'],
    ['✦  Working… (wt)', 'working'],
    ['✦  Reading the tests (wt)', 'working'],
    ['⏲  Working… (wt)', 'quiet'],
    ['✋  Action Required (wt)', 'action'],
    ['bash', null],
    ['', null],
  ])('%s', (title, state) => {
    expect(titleState(title)).toBe(state);
  });
});

describe('the input box', () => {
  test.each([
    ['80x24-ready', ''],
    ['200x50-ready', ''],
    ['80x24-answered', ''],
    ['80x24-cancelled', ''],
    ['80x24-working', ''],
    ['200x50-working', ''],
    ['80x24-draft', 'a draft'],
    ['200x50-draft', 'a draft'],
    ['80x24-shell', null],
    ['80x24-review', null],
    ['80x24-auth', null],
  ])('%s', (name, draft) => {
    expect(draftOf(screenOf(name))).toBe(draft);
  });

  test('rows that are empty are a part of the text, and what is below the box is not', () => {
    const [rule, edge] = ['─'.repeat(80), '▀'.repeat(80)];
    expect(draftOf([rule, ' Shift+Tab', edge, ' > one', '', '   three', edge, ' workspace (/directory)'])).toBe(
      'one\n\nthree',
    );
    expect(draftOf([rule, ' Shift+Tab', '', ' > one', '   two', '', ' workspace (/directory)'])).toBe('one\ntwo');
  });

  test('where nothing is asked (yolo) the box has another mark, and is empty all the same', () => {
    const [rule, edge] = ['─'.repeat(80), '▀'.repeat(80)];
    const yolo = (text: string) => [rule, ' YOLO Ctrl+Y', edge, ` *   ${text}`, edge, ' workspace (/directory)'];
    expect(draftOf(yolo('Type your message or @path/to/file'))).toBe('');
    expect(draftOf(yolo('half a sent'))).toBe('half a sent');
  });

  test('a shell is no empty box', () => {
    expect(draftOf(['─'.repeat(80), '  shell mode enabled', ' !   Type your shell command'])).toMatch(/^!/);
  });
});

describe('dialogs', () => {
  test.each(['80x24', '200x50'])('a command at %s', (size) => {
    const dialog = dialogOf(screenOf(`${size}-shell`));
    expect(dialog).toMatchObject({ question: 'Allow execution of [Shell]?', position: '', field: null });
    expect(dialog?.options.map((option) => option.label)).toEqual(once);
    expect(dialog?.body).toMatch(/^for i in 1 2 3/);
  });

  test.each(['80x24', '200x50'])('a change at %s', (size) => {
    const dialog = dialogOf(screenOf(`${size}-write`));
    expect(dialog).toMatchObject({ title: '? WriteFile  Writing to a.txt', question: 'Apply this change?' });
    expect(dialog?.options).toHaveLength(4);
    expect(dialog?.body).toBe('1 - hi\n1 + new words here');
  });

  test('the first and the second of three', () => {
    const [first, second] = [dialogOf(screenOf('80x24-queue1')), dialogOf(screenOf('80x24-queue2'))];
    expect([first?.position, first?.body]).toEqual(['1 of 3', 'touch one']);
    expect([second?.position, second?.body]).toEqual(['2 of 3', 'touch two']);
  });

  test('questions: a choice, several of a list, a text, yes or no, and the last look', () => {
    const seen = ['choice', 'multi-checked', 'text', 'text-typed', 'yesno', 'review'].map((name) =>
      dialogOf(screenOf(`80x24-${name}`)),
    );
    expect(seen.map((dialog) => dialog?.title)).toEqual(Array.from({ length: 6 }, () => 'Answer Questions'));
    expect(seen.map((dialog) => dialog?.question)).toEqual([
      'Which database?',
      'Which one of these should it be?',
      'Name it',
      'Name it',
      'Sure?',
      'Review your answers: One → A1 Name → foo Sure → Yes',
    ]);
    expect(seen[0]?.options.map((option) => option.label)).toEqual(['SQLite', 'Postgres', 'Enter a custom value']);
    expect(seen[1]?.options.map((option) => option.checked)).toEqual([true, false, false]);
    expect([seen[2]?.field, seen[3]?.field]).toEqual(['e.g. foo', 'foo']);
  });

  test('what blocks a start', () => {
    expect(dialogOf(screenOf('80x24-trust'))?.options.map((option) => option.label)).toEqual([
      'Trust folder (wt)',
      'Trust parent folder (me)',
      "Don't trust",
    ]);
    expect(dialogOf(screenOf('80x24-auth'))).toMatchObject({ title: 'Enter Gemini API Key', options: [] });
  });

  test('one that is half painted is none', () => {
    const rows = screenOf('80x24-queue2');
    const bottom = rows.findLastIndex((row) => row.startsWith('╰'));
    expect(dialogOf(rows.with(bottom, '╰─────────'))).toBeNull();
    expect(dialogOf(rows.with(bottom - 6, '╮'))).toBeNull();
    expect(dialogOf(rows.slice(rows.findLastIndex((row) => row.startsWith('╭')) + 3))).toMatchObject({
      options: { length: 3 },
    });
  });

  test.each(['ready', 'working', 'answered', 'cancelled', 'draft'])('none: %s', (name) => {
    expect(dialogOf(screenOf(`80x24-${name}`))).toBeNull();
  });
});

describe('which dialog it is', () => {
  test('the same at another size', () => {
    expect(sameDialog(shown('80x24-shell'), shown('200x50-shell'))).toBe(true);
    expect(sameDialog(shown('80x24-write'), shown('200x50-write'))).toBe(true);
  });

  test('another command, another tool, another place', () => {
    expect(sameDialog(shown('80x24-queue1'), shown('80x24-queue2'))).toBe(false);
    expect(sameDialog(shown('80x24-shell'), shown('80x24-write'))).toBe(false);
    expect(looksAlike(shown('80x24-queue1'), shown('80x24-queue2'))).toBe(false);
  });

  test('questions are one dialog, whichever of them is shown', () => {
    expect(sameDialog(shown('80x24-multi'), shown('80x24-text'))).toBe(true);
    expect(sameDialog(shown('80x24-multi'), shown('80x24-choice'))).toBe(false);
  });

  test('one that comes in front of another, and one that comes after it', () => {
    const alone = { ...shown('80x24-queue1'), position: '' };
    expect(cameBefore({ ...shown('80x24-multi'), position: '1 of 2' }, alone)).toBe(true);
    expect(cameBefore(shown('80x24-queue2'), shown('80x24-queue1'))).toBe(false);
    expect(cameBefore(shown('80x24-queue1'), shown('80x24-queue2'))).toBe(true);
    expect(sameDialog(alone, { ...alone, position: '1 of 2' })).toBe(true);
  });
});
