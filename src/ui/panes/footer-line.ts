import { reviewQueue } from '../../core/rules/review-queue.ts';
import { handlers } from '../actions/handlers.ts';
import type { Binding, Bindings } from '../keymap/bindings.ts';
import type { Scope } from '../keymap/keymap.ts';
import { askedQuestions, keptAnswers, unsentAnswers } from '../state/sitting.ts';
import { type DashboardState, currentRepo, topView } from '../state/store.ts';
import { scopesOf } from '../state/views.ts';
import { columnsOf } from '../text/fit.ts';
import type { Piece, StyledLine } from '../text/styled-line.ts';

/** The keys that do something now, as many as fit, help and the way out first among what stays. */
export function footerLine(
  state: DashboardState,
  { bindings, columns }: { bindings: Bindings; columns: number },
): StyledLine {
  const scopes = scopesOf(topView(state));
  const entries = footerBindings(bindings, scopes)
    .filter((binding) => (handlers[binding.action].reason?.(state) ?? null) === null && isWanted(state, binding))
    .map((binding) => ({ key: shownKey(binding), word: wordOf(state, binding) }));
  const shown = dropToFit(entries, columns - 1);
  return [
    { text: ' ' },
    ...shown.flatMap(({ key, word }): Piece[] => [{ text: key, strong: true, tone: 'accent' }, { text: ` ${word}  ` }]),
  ];
}

/** The same in plain words for a line that says other things too: what fits, help and the way out in any case. */
export function footerHints(
  state: DashboardState,
  { bindings, columns }: { bindings: Bindings; columns: number },
): string {
  const entries = footerBindings(bindings, scopesOf(topView(state))).map((binding) => ({
    key: shownKey(binding),
    word: wordOf(state, binding),
  }));
  return dropToFit(entries, columns)
    .map(({ key, word }) => `${key} ${word}`)
    .join('  ');
}

/** The last two are help and the way out: they stay, what stands before them goes first. */
function dropToFit<Entry extends { key: string; word: string }>(entries: readonly Entry[], columns: number): Entry[] {
  const kept = [...entries];
  const width = (): number => kept.reduce((sum, { key, word }) => sum + columnsOf(key) + columnsOf(word) + 3, 0);
  while (kept.length > 2 && width() > columns) kept.splice(kept.length - 3, 1);
  return kept;
}

function footerBindings(bindings: Bindings, scopes: readonly Scope[]): Binding[] {
  return bindings.filter((binding) => binding.short !== null && scopes.includes(binding.scope));
}

/** Trusting can be tried at any time; it is offered where something waits for it. */
function isWanted(state: DashboardState, { action }: Binding): boolean {
  const repo = currentRepo(state);
  return action !== 'board.trust' || repo === null || repo.config === null || repo.configChanged;
}

function shownKey(binding: Binding): string {
  const first = binding.keys[0] ?? '';
  if (binding.keys.length > 3 && /^\d$/.test(first)) return `${first}-${binding.keys.at(-1) ?? ''}`;
  return first === ' ' ? 'space' : first;
}

function wordOf(state: DashboardState, binding: Binding): string {
  const word = binding.short ?? '';
  const repo = state.all ? null : state.repo;
  if (binding.action === 'board.answer') {
    const choice = { repo, only: null };
    const open = askedQuestions(state.world, choice).length;
    if (open > 0) return `${word} ${open}`;
    if (unsentAnswers(state.world, choice).length > 0) return `${word}: send`;
    return keptAnswers(state, choice).length > 0 ? `${word}: half-typed` : `${word}: by convention`;
  }
  if (binding.action === 'form.submit') {
    const view = topView(state);
    if (view?.kind !== 'new-task' || view.about === null) return word;
    return view.about.proposal === null ? 'save it' : 'accept it';
  }
  if (binding.action === 'board.review') {
    if (state.world.inHand !== null) return `${word} #${state.world.inHand.session}`;
    return `${word} ${reviewQueue(state.world).length}`;
  }
  return word;
}
