import type { Glyphs } from '../glyphs.ts';
import { type Bindings, keyOf } from '../keymap/bindings.ts';
import { type DashboardState, currentRepo, tamperedRepo, topView } from '../state/store.ts';
import { oneLine } from '../text/plain-text.ts';
import type { StyledLine } from '../text/styled-line.ts';

const prompts = {
  filter: 'filter: ',
  command: ':',
  search: 'search: ',
  find: 'search: ',
  job: 'command of the new job: ',
  refuse: 'refuse it, with a note for the lead: ',
} as const;

/**
 * The line above the footer: a lost daemon first, then what is being typed, the last sentence, what was held back, git's files changed, a
 * filter, a changed configuration.
 */
export function messageLine(
  state: DashboardState,
  { glyphs, bindings }: { glyphs: Glyphs; bindings: Bindings },
): StyledLine {
  const view = topView(state);
  if (view?.kind === 'line')
    return [{ text: ` ${prompts[view.purpose]}`, tone: 'accent', strong: true }, { text: view.field.text }];
  if (state.link.kind === 'lost') {
    const why = state.link.why === null ? '' : ` (${oneLine(state.link.why)})`;
    return [
      {
        text: ` ${glyphs.warn} no connection to the daemon, trying again${why}; agents go on`,
        tone: 'bad',
        strong: true,
      },
    ];
  }
  const { message } = state;
  if (message !== null) {
    return [{ text: ` ${oneLine(message.text)}`, tone: message.tone, strong: message.tone === 'bad' }];
  }
  if (state.news !== null) return [{ text: ` ${oneLine(state.news)}`, tone: 'needsYou' }];
  const tampered = tamperedRepo(state);
  if (tampered !== null) {
    const where = tampered.id === state.repo ? '' : ` in ${oneLine(tampered.name)}`;
    const key = `${keyOf(bindings, 'board.tampered')}${view === null ? '' : ' on the board'}`;
    const words = `git's files changed${where}: nothing lands (${key} shows)`;
    return [{ text: ` ${glyphs.warn} ${words}`, tone: 'bad', strong: true }];
  }
  if (state.filter !== '') return [{ text: ` filter: ${oneLine(state.filter)}  (escape drops it)`, tone: 'needsYou' }];
  const repo = currentRepo(state);
  if (repo === null) return [];
  if (repo.config === null)
    return [
      {
        text: ` ${glyphs.warn} ${oneLine(repo.name)} is not set up or trusted yet: ${keyOf(bindings, 'board.trust')} shows what would run`,
        tone: 'needsYou',
      },
    ];
  if (repo.configChanged)
    return [
      {
        text: ` ${glyphs.warn} the configuration changed: new starts wait until ${keyOf(bindings, 'board.trust')} trusts it`,
        tone: 'needsYou',
      },
    ];
  return [];
}

/** The column of the cursor while a line is typed; null otherwise. */
export function messageCursor(state: DashboardState, columnsOf: (text: string) => number): number | null {
  const view = topView(state);
  if (view?.kind !== 'line') return null;
  return 1 + columnsOf(prompts[view.purpose]) + columnsOf(view.field.text.slice(0, view.field.cursor));
}
