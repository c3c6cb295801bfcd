import { expect, test } from 'vitest';
import { startMenu } from '../../../src/agents/codex/start-menu.ts';

const newModel = `
  Meet GPT-6 Sol

  Our latest Sol is more intelligent and more efficient.


› 1. Try new model
  2. Use existing model

  enter/esc confirm · ^c quit`;

const hooks = `
  Hooks need review
  1 hook is new or changed.
  Hooks can run outside the sandbox after you trust them.

  1. Review hooks
› 2. Trust all and continue
  3. Continue without trusting (hooks won't run)

  enter confirm · esc skip`;

test.each([
  [newModel, { title: 'Meet GPT-6 Sol', options: ['Try new model', 'Use existing model'], marked: 'Try new model' }],
  [
    hooks,
    {
      title: 'Hooks need review',
      options: ['Review hooks', 'Trust all and continue', "Continue without trusting (hooks won't run)"],
      marked: 'Trust all and continue',
    },
  ],
])('a menu is read with what is marked in it', (screen, { title, options, marked }) => {
  const menu = startMenu(screen.split('\n'));
  expect(menu?.opened).toMatchObject({ about: 'menu', questions: [{ text: title, options, default: marked }] });
  expect([...(menu?.keys.entries() ?? [])]).toEqual(options.map((option, at) => [option, String(at + 1)]));
});

test.each([
  ['nothing', ''],
  ['the composer', '  >_ OpenAI Codex (v0.171.0)\n\n› Ask Codex to do anything\n  ? for shortcuts'],
  ['a list in the conversation', '• Plan:\n  1. read\n  2. write\n\n› Ask Codex to do anything'],
  ['a notice', '  Signed in.\n\n  Press enter to continue'],
])('%s is no menu', (_what, screen) => {
  expect(startMenu(screen.split('\n'))).toBeNull();
});
