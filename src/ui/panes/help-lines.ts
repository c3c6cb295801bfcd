import type { Bindings } from '../keymap/bindings.ts';
import type { Scope } from '../keymap/keymap.ts';
import { scopeOrder, scopeTitles, shownKeys } from '../keymap/keymap-table.ts';
import { pad, wrap } from '../text/fit.ts';

const keyColumns = 18;

/** The help overlay: every key of every scope, from the keymap, `about` first; in two columns where they fit. */
export function helpLines(bindings: Bindings, about: Scope, columns: number): string[] {
  const twoColumns = columns >= 150;
  const half = Math.floor(columns / 2);
  const room = (twoColumns ? half - 1 : columns) - keyColumns - 3;
  const blocks = [about, ...scopeOrder.filter((scope) => scope !== about)].map((scope) => {
    const rows = bindings
      .filter((binding) => binding.scope === scope)
      .flatMap((binding) =>
        wrap(binding.does, room).map((line, at) => `  ${pad(at === 0 ? shownKeys(binding) : '', keyColumns)} ${line}`),
      );
    return [scopeTitles[scope], ...rows, ''];
  });
  if (!twoColumns) return blocks.flat();
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  const left: string[] = [];
  const right: string[] = [];
  for (const block of blocks) (left.length < total / 2 - 5 && right.length === 0 ? left : right).push(...block);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) =>
    `${pad(left[row] ?? '', half - 1)} ${right[row] ?? ''}`.trimEnd(),
  );
}
