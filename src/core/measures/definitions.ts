import { fewest } from './figures.ts';
import { personDefinitions } from './person-definitions.ts';
import { workDefinitions } from './work-definitions.ts';

/**
 * Every number of the statistics: the view's help, `signalbox stats --define` and the README come from this table.
 */
export const measureDefinitions = [...workDefinitions, ...personDefinitions] as const;

export type MeasureKey = (typeof measureDefinitions)[number]['key'];

/** What a measure is called. */
export function labelOf(key: MeasureKey): string {
  return measureDefinitions.find((each) => each.key === key)?.label ?? key;
}

/** What holds for all of them. */
export const measureNotes = [
  `A share is said of ${fewest} and more; "-" stands where nothing can be said, and n is what a figure was made from.`,
  'Landings that take others back are no tasks and count nowhere.',
] as const;

/** The definitions as a Markdown table. */
export function definitionsTable(): string {
  const rows = measureDefinitions.map(
    ({ key, label, unit, definition }) => `| ${label} | ${unit} | ${definition} | \`${key}\` |`,
  );
  return ['| measure | unit | what it is | in the JSON |', '|---|---|---|---|', ...rows].join('\n');
}
