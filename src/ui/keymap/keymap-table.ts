import type { Binding, Bindings } from './bindings.ts';
import { makeBindings } from './bindings.ts';
import type { Scope } from './keymap.ts';

/** Where a scope's keys act, in words. */
export const scopeTitles: Readonly<Record<Scope, string>> = {
  board: 'Board',
  zoom: "A session's terminal",
  picture: 'Last screen of an ended session',
  scrollback: 'What a session has printed',
  digest: 'What happened',
  stats: 'Statistics',
  tag: 'Saying why something went wrong',
  jobs: 'Jobs of a session',
  answers: 'Answers',
  typing: 'Typing an answer',
  keep: 'Keeping an answer',
  revoke: 'Answers by conventions',
  form: 'A task being written',
  proposals: 'Tasks that leads propose',
  review: 'Review',
  comment: 'Writing a comment',
  reject: 'Rejecting',
  text: 'Logs and help',
  confirm: 'A question of the dashboard',
  trust: 'Trusting a repository',
  line: 'Filter and command line',
  any: 'Everywhere but in a terminal',
};

/** Scopes in the order in which they are documented. */
export const scopeOrder: readonly Scope[] = [
  'board',
  'zoom',
  'picture',
  'scrollback',
  'digest',
  'stats',
  'tag',
  'jobs',
  'answers',
  'typing',
  'keep',
  'revoke',
  'review',
  'comment',
  'reject',
  'form',
  'proposals',
  'text',
  'confirm',
  'trust',
  'line',
  'any',
];

/** A binding's keys as they are shown: ten digits in a row become a range. */
export function shownKeys(binding: Binding): string {
  const first = binding.keys[0] ?? '';
  const last = binding.keys.at(-1) ?? '';
  const digits = binding.keys.length > 3 && binding.keys.every((key) => /^\d$/.test(key));
  return digits ? `${first}-${last}` : binding.keys.map((key) => (key === ' ' ? 'space' : key)).join(', ');
}

/** The keymap as Markdown tables, one for each scope. */
export function keymapTable(bindings: Bindings = makeBindings()): string {
  return scopeOrder
    .map((scope) => {
      const rows = bindings
        .filter((binding) => binding.scope === scope)
        .map((binding) => `| ${shownKeys(binding).replaceAll('|', '\\|')} | ${binding.does} | \`${binding.action}\` |`);
      return [`**${scopeTitles[scope]}**`, '', '| key | does | action |', '|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}
