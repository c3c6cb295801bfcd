/**
 * Every key of the dashboard, in one table: what reads keys, the footer, the help overlay and the README's table come from
 * it. A key is named as the input router does: `a`, `A`, `enter`, `ctrl-s`, `shift-tab`. `short` is the footer's
 * word; without one an action is in the help overlay only.
 */
export interface KeymapRow {
  readonly scope: string;
  readonly keys: readonly string[];
  readonly action: string;
  readonly does: string;
  readonly short?: string;
}
