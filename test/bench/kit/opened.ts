import type { Opened, Side } from '../measure.ts';

/** What a measure's `open` gives back: its sides, and what is put away afterwards, the last first. */
export function opened(
  sides: Readonly<Record<string, Side | null>>,
  things: readonly (AsyncDisposable | null)[],
  notes: readonly string[] = [],
): Opened {
  return {
    sides: Object.fromEntries(Object.entries(sides).filter((entry): entry is [string, Side] => entry[1] !== null)),
    notes,
    async [Symbol.asyncDispose]() {
      for (const thing of things.toReversed()) await thing?.[Symbol.asyncDispose]();
    },
  };
}
