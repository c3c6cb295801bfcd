import { describe, expect, test } from 'vitest';
import { askScreen } from '../../../src/agents/opencode/screen-rules.ts';
import { inWords } from './replay.ts';

const said = (lines: string[], parts: { open?: string[]; starting?: boolean } = {}) =>
  askScreen(lines, { open: [], starting: false, now: 7, ...parts }).map(inWords);

describe('a screen without its server', () => {
  test('tells working, retrying and dialogs', () => {
    expect(said(['   ⬝⬝⬝⬝⬝⬝⬝⬝  esc interrupt            30  ctrl+p commands'])).toEqual(['working']);
    expect(said(['  planted 500 [retrying in 2s attempt #4]', '  ⬝⬝  esc interrupt'])).toEqual(['retrying']);
    expect(said(['  ┃  △ Permission required', '  ┃    # Shell command'])).toEqual([
      'menu: Permission required: answer in its terminal',
    ]);
    expect(said(['  ┃  ↑↓ select  enter submit  esc dismiss'])).toEqual(['menu: A question: answer in its terminal']);
    expect(said(['     Connect a provider                                  esc'])).toEqual([
      'menu: Connect a provider: answer in its terminal',
    ]);
  });

  test('that says nothing is unknown, unless it starts', () => {
    expect(said(['  Build · Demo'])).toEqual(['unknown']);
    expect(said([''], { starting: true })).toEqual([]);
  });

  test('opens a dialog once and closes it', () => {
    expect(said(['  ┃  △ Permission required'], { open: ['screen-3'] })).toEqual([]);
    expect(said(['  esc interrupt'], { open: ['screen-3', 'per_1'] })).toEqual(['closed by the terminal', 'working']);
  });
});
