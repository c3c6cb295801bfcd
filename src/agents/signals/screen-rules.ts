import type { Activity, dialogKinds } from '../../core/model/report.ts';

/** What a rule means when it matches. */
export type Meaning =
  /** Holds as long as it is on the screen. */
  | { readonly kind: 'activity'; readonly activity: Exclude<Activity, 'held' | 'unknown'> }
  | { readonly kind: 'dialog'; readonly about: (typeof dialogKinds)[number] }
  /** Happened once and stays on the screen as history: what was there before `RuleReader.mark` does not count. */
  | { readonly kind: 'turn-failed' }
  | { readonly kind: 'interrupted' };

/**
 * What a screen means, as data. Of a list of rules the first that matches decides, so the list is in the order of
 * precedence: dialogs before working before resting, as a rule.
 */
export interface ScreenRule {
  /** In words for `signalbox show --why`, without the source: `Do you want to proceed?`. */
  readonly name: string;
  readonly means: Meaning;
  /**
   * `title`: the window's title. `last rows`: the last rows that have something on them, joined by line feeds.
   * `last row`: the same, and the match has to reach into the very last of them; what stands further up is history.
   * `anywhere`: the whole screen.
   */
  readonly where: 'title' | 'last rows' | 'last row' | 'anywhere';
  /** Of a screen it should have the flag `m`. Its first group, where it has one, is what the report says in words. */
  readonly pattern: RegExp;
  /** Of a dialog: the match is the hint below it, not its question. */
  readonly hint?: boolean;
  /** How long, ms, it has to hold before it decides; default by what it means. */
  readonly settleMs?: number;
}

/** What is looked at. */
export interface View {
  readonly title: string;
  /** Top to bottom, without trailing blanks. */
  readonly rows: readonly string[];
}

/** A rule that matches, and where. */
export interface Match {
  readonly rule: ScreenRule;
  /** What matched, and its first group. */
  readonly text: string;
  readonly group: string | null;
  /** The first and last row of the match, of those of the view; -1 in the title. */
  readonly rows: readonly [first: number, last: number];
}

/** `last rows` are so many. */
const lastRows = 16;

/** Where in a view a rule looks, as one text. */
export function regionOf(view: View, where: ScreenRule['where']): { readonly text: string; readonly firstRow: number } {
  if (where === 'title') return { text: view.title, firstRow: -1 };
  let end = view.rows.length;
  while (end > 0 && (view.rows[end - 1] ?? '').trim() === '') end--;
  const firstRow = where === 'anywhere' ? 0 : Math.max(0, end - lastRows);
  return { text: view.rows.slice(firstRow, end).join('\n'), firstRow };
}

/** All matches of one rule, top to bottom. */
export function matchesOf(rule: ScreenRule, region: ReturnType<typeof regionOf>): Match[] {
  const { text, firstRow } = region;
  const flags = rule.pattern.flags.includes('g') ? rule.pattern.flags : `${rule.pattern.flags}g`;
  const lastRow = text.lastIndexOf('\n') + 1;
  const found: Match[] = [];
  for (const match of text.matchAll(new RegExp(rule.pattern.source, flags))) {
    const end = match.index + match[0].length;
    if (rule.where === 'last row' && end < lastRow) continue;
    const row = (at: number): number => (firstRow === -1 ? -1 : firstRow + text.slice(0, at).split('\n').length - 1);
    found.push({ rule, text: match[0], group: match[1] ?? null, rows: [row(match.index), row(end)] });
  }
  return found;
}
