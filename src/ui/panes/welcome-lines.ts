import { type Bindings, keyOf } from '../keymap/bindings.ts';
import type { Action } from '../keymap/keymap.ts';
import type { DashboardState } from '../state/store.ts';
import { wrap } from '../text/fit.ts';
import { type StyledLine, line } from '../text/styled-line.ts';

const about =
  'Each task gets an agent in a git worktree of its own. When it is done, your checks run on the merged result; what is red ' +
  'goes back to the agent by itself. What is left for you: questions, and reviews, one at a time. What you approve lands.';

/** What a person sees who has no task yet: what this is, and the keys in the order in which they are needed. */
export function welcomeLines(
  state: DashboardState,
  { bindings, columns }: { bindings: Bindings; columns: number },
): StyledLine[] {
  const room = Math.min(columns, 100) - 4;
  const repo = state.world.repos[state.repo];
  const key = (action: Action, words: string): StyledLine => [
    { text: `  ${keyOf(bindings, action).padEnd(3)}`, tone: 'accent', strong: true },
    { text: words },
  ];
  const first =
    repo?.config == null ? [key('board.trust', 'sets this repository up: shows what would be written and run')] : [];
  return [
    [],
    line('  No task yet.', 'plain', true),
    [],
    ...wrap(about, room).map((text) => line(`  ${text}`, 'quiet')),
    [],
    ...first,
    key('board.new', 'writes a task: goal, boundary, done when, stop when'),
    key('board.answer', 'answers what agents ask, in one sitting'),
    key('board.review', 'takes the next finished work in hand'),
    key('board.help', 'shows all keys'),
    key('board.quit', 'leaves; agents go on, and nothing is lost'),
  ];
}
