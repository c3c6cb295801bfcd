import { describe, expect, test } from 'vitest';
import { errorOnScreen, inputBox, inputEnd, retryWords, startDialog } from '../../../src/agents/claude/screen-rules.ts';
import { isPartOf, isRestOf, sameWords, typable, typingSteps } from '../../../src/agents/claude/typing.ts';

/** Screens as Claude Code 2.1.332 shows them. */
const rule = '─'.repeat(80);
const footer = '  ⏵⏵ accept edits on (shift+tab to cycle)';

function shown(lines: readonly string[], row = 0, column = 0) {
  return { lines: () => lines, cursor: () => ({ row, column }) };
}

describe('the input box', () => {
  test('is empty, holds a draft of several rows, or a hint before which the cursor stands', () => {
    const empty = ['● ok', rule, '❯', rule, footer];
    expect(inputBox(shown(empty, 2, 2))).toEqual({ text: '', atStart: true });
    const draft = ['● ok', rule, '❯ a draft of mine', '  second line', rule, footer];
    expect(inputBox(shown(draft, 3, 13))).toEqual({ text: 'a draft of mine\nsecond line', atStart: false });
    const hint = ['● API Error', rule, '❯ Once fixed, resend your message', rule, footer];
    expect(inputBox(shown(hint, 2, 2))).toEqual({ text: 'Once fixed, resend your message', atStart: true });
  });

  test('is not there in a dialog, a menu or a shell line', () => {
    const dialog = [
      rule,
      ' Bash command',
      ' Do you want to proceed?',
      ' ❯ 1. Yes',
      '   2. No',
      ' Esc to cancel · Tab to amend',
    ];
    expect(inputBox(shown(dialog))).toBeUndefined();
    expect(inputBox(shown(['● ok', rule, '! ls', rule, '  ! for shell mode']))).toBeUndefined();
    const question = [
      rule,
      '←  ☐ Database  ✔ Submit  →',
      'Which database?',
      '❯ 1. SQLite',
      rule,
      '  4. Chat about this',
    ];
    expect(inputBox(shown(question))).toBeUndefined();
    expect(inputBox(shown([]))).toBeUndefined();
  });

  test('tells its end also when it is taller than the screen', () => {
    const tall = ['  line 118', '  line 119', '  line 120', '  the end', rule, footer];
    expect(inputBox(shown(tall))).toBeUndefined();
    expect(isPartOf(inputEnd(shown(tall)), 'line 1\nline 118\nline 119\nline 120\nthe end')).toBe(true);
    expect(isPartOf(inputEnd(shown([...tall.slice(0, 3), '  the endmy own', rule])), 'line 120\nthe end')).toBe(false);
  });
});

describe('start dialogs', () => {
  test.each([
    ['to trust this folder', [' ❯ No, exit', '   Yes, I trust this folder', ' Enter to confirm · Esc to cancel']],
    ['about an MCP server', ['  New MCP server found in this project: theirs', '    Use this MCP server']],
    ['about its settings', ['  Settings Warning', '  ❯ 1. Continue']],
    ['a dialog before it starts', ['  Something new', '  ❯ 1. Yes', '  Enter to confirm · Esc to cancel', '']],
  ])('%s', (words, lines) => {
    expect(startDialog(lines)).toContain(words);
  });

  test('are not seen in a start without one', () => {
    expect(startDialog([])).toBeUndefined();
    expect(startDialog([' ▐▛███▛█   Claude Code v2.1.332', rule, '❯', rule, footer])).toBeUndefined();
  });
});

describe('a model that does not answer', () => {
  test.each([
    ['✻ 500 scripted · retrying in 3s · attempt 4/10', '500 scripted, attempt 4 of 10'],
    ['✻ API error · retrying in 1s · attempt 1/10', 'API error, attempt 1 of 10'],
    ['· 529 Overloaded · retrying in 1s · attempt 2/2', '529 Overloaded, attempt 2 of 2'],
    ['✶ Waiting for API response · will retry in 4m · check your network', 'no response from the API'],
  ])('%s', (line, words) => {
    expect(retryWords(['● go', line, '', rule, '❯', rule, footer])).toBe(words);
  });

  test('is not what the agent talks about', () => {
    expect(retryWords(['● The log says: API error · retrying in 3s · attempt 1/10', rule, '❯', rule])).toBeUndefined();
    expect(retryWords(['✻ Brewing… (3s · ↓ 44 tokens)', rule, '❯', rule])).toBeUndefined();
  });

  test('has ended the turn when its error stands last', () => {
    const lines = ['● Please run /login · API Error: 403 forbidden', rule, '❯', rule];
    expect(errorOnScreen(lines)).toBe('Please run /login · API Error: 403 forbidden');
    expect(errorOnScreen([...lines.slice(0, 1), '● All done.', rule, '❯', rule])).toBeUndefined();
  });
});

describe('typing', () => {
  test('is one paste a line, with the line’s end before it', () => {
    expect(typingSteps('one\n\n漢字')).toEqual([
      '\x1b[200~one\x1b[201~',
      '\x1b[200~\n\x1b[201~',
      '\x1b[200~\n漢字\x1b[201~',
    ]);
  });

  test('cuts a long line where no paste is put aside, and no character in two', () => {
    const steps = typingSteps('🚀'.repeat(1000));
    expect(steps).toHaveLength(2);
    expect(steps.map((step) => step.slice(6, -6)).join('')).toBe('🚀'.repeat(1000));
  });

  test('says nothing that the terminal or the box would obey', () => {
    expect(typable('a\x1b[201~b\r\nc\x03\td\n\n')).toBe('a[201~b\nc    d');
    expect(typable('!rm -rf x')).toBe('Message: !rm -rf x');
    expect(typable('/compact')).toBe('Message: /compact');
    expect(typable(' /help me\nplease')).toBe('Message: /help me\nplease');
    expect(typable('/tmp/x is a path')).toBe('/tmp/x is a path');
  });

  test('tells its own text, wrapped or in part, from another', () => {
    expect(sameWords('a long\n  line', 'a long line')).toBe(true);
    expect(isRestOf('ok', 'this is ok')).toBe(false);
    expect(isRestOf('a text that was typed', 'here is a text that was typed once')).toBe(true);
    expect(isPartOf('', 'x')).toBe(false);
  });
});
