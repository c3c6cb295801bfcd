import { columnsOf, fit, pad } from '../text/fit.ts';

/** The first line of a view: what it is, cut where it is too long, and how many lines are below the screen. */
export function titleRow(
  title: string,
  { rest, ellipsis, columns }: { rest: number; ellipsis: string; columns: number },
): string {
  const right = rest > 0 ? ` ${rest} more lines below ` : '';
  const room = Math.max(0, columns - columnsOf(right));
  return fit(pad(title, room, ellipsis) + right, columns, ellipsis);
}
