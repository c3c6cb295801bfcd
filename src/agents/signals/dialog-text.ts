import type { DialogQuestion } from '../../core/model/report.ts';

/** Frames around a dialog: what stands at either end of a row and is no text. */
const frame = /^[\s│┃|▌▐╎┆║]+|[\s│┃|▌▐╎┆║]+$/gu;
const line = /^[\s─━═╭╮╰╯┌┐└┘├┤┬┴┼╌┄┈—_*=-]*$/u;
const numbered = /^(?:[❯›▸▶●◉○◯>*]\s*)?(?:\[[ x✓✔]\]\s*)?(\d{1,2})[.)]\s+(\S.*)$/u;
const pointer = /^[❯›▸▶●◉>]\s*/u;
/** Rows above a dialog's first option that can still be its question. */
const mostAbove = 20;

/** An option as it is on the screen. `key` is what chooses it: its number, or its letter. */
export interface ScreenOption {
  readonly key: string;
  readonly label: string;
  /** The one that Enter would take. */
  readonly marked: boolean;
}

/** What a dialog on a screen asks. */
export interface ScreenDialog {
  readonly text: string;
  /** What stands above the question: a command, a file; null when nothing does. */
  readonly detail: string | null;
  readonly options: readonly ScreenOption[];
}

/**
 * Reads the dialog of which a rule matched `rows` (first and last). The question is what the rule matched, in whole rows;
 * its options are the numbered rows next to it, or letters in the question itself: `(Y)es/(N)o [Yes]`, `[y/N]`.
 */
export function readDialog(all: readonly string[], [first, last]: readonly [number, number]): ScreenDialog {
  const bare = all.map((row) => row.replaceAll(frame, ''));
  const options = numberedFrom(bare, first);
  const matched = bare.slice(first, last + 1).filter((row) => !line.test(row) && !numbered.test(row));
  const above = rowsAbove(bare, first);
  const text = matched.join(' ') || above.pop() || 'It asks something';
  const detail = above.length === 0 ? null : above.join('\n');
  return { text, detail, options: options.length > 0 ? options : lettersIn(text) };
}

/**
 * Reads a dialog of which a rule matched only the hint below it (`Press enter to confirm`), in row `hint`: the question is
 * the row above its numbered options, or the first row of all where it has none.
 */
export function readDialogAbove(all: readonly string[], hint: number): ScreenDialog {
  const bare = all.map((row) => row.replaceAll(frame, ''));
  const rows = rowsAbove(bare, hint);
  const firstOption = rows.findIndex((row) => numbered.exec(row)?.[1] === '1');
  const options = firstOption === -1 ? [] : numberedFrom(rows, firstOption);
  const [question, ...rest] = firstOption === -1 ? rows : rows.slice(0, firstOption).toReversed();
  if (firstOption !== -1) rest.reverse();
  return { text: question ?? 'It asks something', detail: rest.length === 0 ? null : rest.join('\n'), options };
}

/** The run of numbered options that begins at or below `from`; rows between two of them go on with the label above. */
function numberedFrom(bare: readonly string[], from: number): ScreenOption[] {
  const options: ScreenOption[] = [];
  let gap = 0;
  for (let at = from; at < bare.length && gap <= (options.length === 0 ? mostAbove : 2); at++) {
    const row = bare[at] ?? '';
    const match = numbered.exec(row);
    if (match === null) {
      gap++;
      continue;
    }
    if (Number(match[1]) !== options.length + 1) break;
    options.push({ key: match[1] ?? '', label: (match[2] ?? '').trim(), marked: pointer.test(row) });
    gap = 0;
  }
  return options.length >= 2 ? options : [];
}

/** The rows of text right above, up to a line, two empty rows in a row, or the top. */
function rowsAbove(bare: readonly string[], first: number): string[] {
  const rows: string[] = [];
  for (let at = first - 1; at >= 0 && at >= first - mostAbove; at--) {
    const row = bare[at] ?? '';
    if (row !== '' && line.test(row)) break;
    if (row === '' && (bare[at - 1] ?? '') === '') break;
    if (row !== '') rows.unshift(row);
  }
  return rows;
}

/** Answers that a question names by letters: `(Y)es/(N)o/(A)ll [Yes]`, `(y/n)`, `[Y/n]`. */
function lettersIn(text: string): ScreenOption[] {
  const words = [...text.matchAll(/\((\w)\)([\w']*(?: [a-z']+)*)/gu)].map((match) => ({
    key: (match[1] ?? '').toLowerCase(),
    label: `${match[1]}${match[2]}`,
  }));
  if (words.length >= 2) {
    const taken = /\[([^\]]+)\]\W*$/u.exec(text)?.[1]?.toLowerCase();
    return words.map((word) => ({ ...word, marked: word.label.toLowerCase() === taken }));
  }
  const pair = /[[(]([A-Za-z]+(?:\/[A-Za-z]+)+)[\])]\W*$/u.exec(text)?.[1]?.split('/');
  // One that is written large among small ones is the default.
  const large = pair?.filter((key) => /^[A-Z]/.test(key)) ?? [];
  return pair?.map((key) => ({ key, label: key, marked: large.length === 1 && key === large[0] })) ?? [];
}

/** The dialog as a question for the person. */
export function questionOf(dialog: ScreenDialog, freeText: boolean): DialogQuestion {
  const { text, detail, options } = dialog;
  return {
    text,
    detail,
    options: options.map((option) => option.label),
    default: options.find((option) => option.marked)?.label ?? null,
    multiple: false,
    freeText: freeText || options.length === 0,
  };
}
