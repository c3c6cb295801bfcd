import { type ScreenDialog, readDialog, readDialogAbove } from './dialog-text.ts';
import { type Match, type ScreenRule, type View, matchesOf, regionOf } from './screen-rules.ts';

/** What the rules make of a screen: the rule that decided, and the dialog where it is one. */
export interface Finding extends Match {
  readonly dialog: ScreenDialog | null;
}

/**
 * How long, ms, a rule has to hold before it decides. A screen is painted in pieces, and what is true for one of them
 * only must not become a state; "resting" waits longest, because a wrong one costs most.
 */
const settles: Readonly<Record<string, number>> = { resting: 400, dialog: 200, 'turn-failed': 200, none: 800 };
const settlesElse = 100;

/**
 * Reads a changing screen by rules. It keeps no clock: it is told the time with each look, and says when it wants to
 * look again.
 */
export class RuleReader {
  readonly #rules: readonly ScreenRule[];
  /** What each region's text was at the last look, and what its rules made of it: only what changed is read anew. */
  readonly #read = new Map<ScreenRule['where'], { text: string; found: Map<ScreenRule, Match[]> }>();
  /** Matches that are history, by rule. */
  readonly #old = new Map<ScreenRule, number>();
  #candidate: { readonly key: string; readonly finding: Finding | null; readonly since: number } | null = null;
  #decided: { readonly key: string; readonly finding: Finding | null } | null = null;

  constructor(rules: readonly ScreenRule[]) {
    this.#rules = rules;
  }

  /** What was decided last; null: no rule matches, or nothing was looked at yet. */
  get finding(): Finding | null {
    return this.#decided?.finding ?? null;
  }

  /** Whether anything was decided yet. */
  get settled(): boolean {
    return this.#decided !== null;
  }

  /** When to look again although nothing changes; null: not before something does. */
  get dueAt(): number | null {
    if (this.#candidate === null || this.#candidate.key === this.#decided?.key) return null;
    return this.#candidate.since + settleOf(this.#candidate.finding);
  }

  /** Looks. Gives what is decided now, null for "no rule matches"; undefined when nothing new is decided. */
  look(view: View, at: number): Finding | null | undefined {
    const finding = this.match(view);
    const key = keyOf(finding);
    if (this.#candidate?.key !== key) this.#candidate = { key, finding, since: at };
    if (key === this.#decided?.key || at < this.#candidate.since + settleOf(finding)) return undefined;
    this.#decided = { key, finding };
    return finding;
  }

  /** What the rules say of a screen right now, settled or not: for the look right before something is typed. */
  match(view: View): Finding | null {
    for (const rule of this.#rules) {
      const matches = this.#matches(rule, view);
      const old = Math.min(this.#old.get(rule) ?? 0, matches.length);
      this.#old.set(rule, old);
      const last = matches.at(-1);
      if (last === undefined || (isHistory(rule) && matches.length <= old)) continue;
      if (rule.means.kind !== 'dialog') return { ...last, dialog: null };
      const [first] = last.rows;
      return {
        ...last,
        dialog: rule.hint === true ? readDialogAbove(view.rows, first) : readDialog(view.rows, last.rows),
      };
    }
    return null;
  }

  /** Here something new begins: failures and interruptions that are on the screen now are history from here on. */
  mark(view: View): void {
    for (const rule of this.#rules) if (isHistory(rule)) this.#old.set(rule, this.#matches(rule, view).length);
  }

  /** Forgets what was decided: what shows next is decided anew, also when it is the same. */
  forget(): void {
    this.#candidate = null;
    this.#decided = null;
  }

  #matches(rule: ScreenRule, view: View): Match[] {
    const region = regionOf(view, rule.where);
    let read = this.#read.get(rule.where);
    if (read?.text !== region.text) {
      read = { text: region.text, found: new Map() };
      this.#read.set(rule.where, read);
    }
    let found = read.found.get(rule);
    if (found === undefined) {
      found = matchesOf(rule, region);
      read.found.set(rule, found);
    }
    return found;
  }
}

function isHistory({ means }: ScreenRule): boolean {
  return means.kind === 'turn-failed' || means.kind === 'interrupted';
}

/** Two findings with the same key are the same state. */
function keyOf(finding: Finding | null): string {
  if (finding === null) return '';
  const { rule, dialog, text, group } = finding;
  return JSON.stringify([rule.name, dialog ?? (isHistory(rule) ? text : group)]);
}

function settleOf(finding: Finding | null): number {
  if (finding?.rule.settleMs !== undefined) return finding.rule.settleMs;
  const means = finding?.rule.means;
  const kind = means === undefined ? 'none' : means.kind === 'activity' ? means.activity : means.kind;
  return settles[kind] ?? settlesElse;
}
