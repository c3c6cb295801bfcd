import { z } from 'zod';

/**
 * What stands on Gemini CLI's screen, as far as anything depends on it: its title, its input box, and the dialog it shows.
 * Hooks and the conversation's file say all the rest. Seen with 0.61.0 at 80x24, 120x40 and 200x50.
 */

/** `quiet`: a command has said nothing for a while. */
export type TitleState = 'ready' | 'working' | 'quiet' | 'action';

const titles: Record<string, TitleState> = { '◇': 'ready', '✦': 'working', '⏲': 'quiet', '✋': 'action' };

/** What the window title says; null when it is none of Gemini CLI's. */
export function titleState(title: string): TitleState | null {
  return titles[title.trim().charAt(0)] ?? null;
}

/** A long rule is drawn above the input box, and nowhere else at the left edge. */
const rule = /^─{20,}$/;
const inputRow = /^ ([>!*]) ?(.*)$/;
const edge = /^[▀▄─]{20,}$/;
const placeholder = /^\s*Type your message or @path\/to\/file\s*$/;

/** What the input box holds, '' when it is empty; null when there is none on the screen, as while a dialog is open. */
export function draftOf(lines: readonly string[]): string | null {
  const above = lines.findLastIndex((line) => rule.test(line));
  if (above === -1) return null;
  const first = lines.findIndex((line, at) => at > above && inputRow.test(line));
  if (first === -1) return null;
  const [, mark = '', text = ''] = inputRow.exec(lines[first] ?? '') ?? [];
  if (mark !== '!' && placeholder.test(text.trim())) return '';
  const rows = [text.trim()];
  // Rows of the text are indented by three, empty ones among them are its own; what follows the box is not.
  for (const line of lines.slice(first + 1)) {
    if (edge.test(line) || !/^(?: {3}|\s*$)/.test(line)) break;
    rows.push(line.trim());
  }
  // A box that is a shell is not empty for us, even without text. The other mark says only that nothing is asked (yolo).
  return `${mark === '!' ? mark : ''}${rows.join('\n').trim()}`;
}

const optionSchema = z.object({
  /** What chooses it. */
  number: z.number(),
  label: z.string(),
  /** null: it is no check box. */
  checked: z.boolean().nullable(),
});
type DialogOption = z.infer<typeof optionSchema>;

/** The dialog on the screen. */
export const screenDialogSchema = z.object({
  /** Its first row: `? Shell  touch a`, `Answer Questions`. */
  title: z.string(),
  /** Which of several that wait: `1 of 3`; '' when it is alone. */
  position: z.string(),
  /** What stands in its inner frame: a command, a change. */
  body: z.string(),
  /** What it asks, rows joined by blanks. */
  question: z.string(),
  options: z.array(optionSchema),
  /** What stands in its text field; null when it has none. */
  field: z.string().nullable(),
});
export type ScreenDialog = Readonly<z.infer<typeof screenDialogSchema>>;

const top = /^\s*╭─+╮$/;
const bottom = /^\s*╰─+╯$/;
const framed = /^\s*│.*│$/;
const optionRow = /^\s*(?:●\s*)?(\d{1,2})\.\s+(?:\[([ x])\] )?(.*?)\s*$/;
const positionAtEnd = /(?<=[\s…])\s*(\d+ of \d+)$/;
const footer = /Enter to (?:select|submit)|^\(Use Enter to select\)$/;
/** The headers of several questions, the arrows of a long list, and what keys would do. */
const furniture = /^(?:← .* →|[▲▼]|\(Select all that apply\)|Redirection detected\..*)$/;

/**
 * The dialog that is open; null when none is, or when its frame is not whole: a screen may be seen half painted. It is the
 * last box of the screen, it has options or a text field, and the input box is away while it is open. Its top may have
 * left the screen.
 */
export function dialogOf(lines: readonly string[]): ScreenDialog | null {
  if (draftOf(lines) !== null) return null;
  const rows = lines.map((line) => line.trimEnd());
  const first = rows.findLastIndex((line) => top.test(line)) + 1;
  const last = rows.findIndex((line, at) => at >= first && !framed.test(line));
  // A row or two below it may be left of a frame before, or say that there is more.
  if (last === -1 || !bottom.test(rows[last] ?? '')) return null;
  return rows.slice(last + 1).filter((line) => line !== '').length > 2
    ? null
    : readBox(rows.slice(first, last).map(inside));
}

/** A row without the box's frame. */
function inside(line: string): string {
  return line.replace(/^\s*│ ?/, '').replace(/\s*│?\s*$/, '');
}

function readBox(rows: readonly string[]): ScreenDialog | null {
  const inner = rows.filter((row) => row.startsWith('│ ')).map((row) => row.replace(/^│ /, '').replace(/\s*│$/, ''));
  const text = rows.filter((row) => row !== '' && !/^[│╭╰]/.test(row)).map((row) => row.trim());
  const [head = '', ...rest] = text;
  const at = rest.findIndex((row) => optionRow.test(row) || row.startsWith('> ') || row === '>');
  const options = rest.flatMap((row) => readOption(row) ?? []);
  const field = rest.find((row) => /^>(?: |$)/.test(row))?.slice(2) ?? null;
  const asked = rest
    .slice(0, at === -1 ? undefined : at)
    .filter((row) => !furniture.test(row) && !footer.test(row))
    .join(' ');
  if (options.length === 0 && field === null && !footer.test(rest.at(-1) ?? '')) return null;
  return {
    title: head.replace(positionAtEnd, '').trimEnd(),
    position: positionAtEnd.exec(head)?.[1] ?? '',
    body: inner.join('\n'),
    question: asked,
    options,
    field: options.length > 0 ? null : field,
  };
}

function readOption(row: string): DialogOption | null {
  const match = optionRow.exec(row);
  if (match === null) return null;
  const [, number = '', box, label = ''] = match;
  return {
    number: Number(number),
    label: label.replace(/ \(esc\)$/, ''),
    checked: box === undefined ? null : box === 'x',
  };
}

/** A text without its white space: two screens wrap the same text differently. */
export function bare(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** The header of the questions of the tool `ask_user`: they are one dialog, whichever of them is shown. */
const questionsTitle = 'Answer Questions';

export function isQuestions(dialog: ScreenDialog): boolean {
  return dialog.title === questionsTitle;
}

/**
 * Whether two looks show the same dialog. The size of the terminal may have changed in between: what is cut off at its
 * edges, or wrapped, does not tell; and one that was alone is the first of two when another comes.
 */
export function sameDialog(one: ScreenDialog, other: ScreenDialog): boolean {
  return placeOf(one).at === placeOf(other).at && looksAlike(one, other);
}

/** The same, wherever it stands among those that wait. */
export function looksAlike(one: ScreenDialog, other: ScreenDialog): boolean {
  if (isQuestions(one) && isQuestions(other)) return true;
  if (bare(one.question) !== bare(other.question) || labels(one) !== labels(other)) return false;
  const [short, long] = [bare(one.title), bare(other.title)].toSorted((a, b) => a.length - b.length);
  return (long ?? '').startsWith((short ?? '').replace(/(?:…|\.\.\.)$/, ''));
}

/**
 * Whether one dialog has come before another that still waits. Calls are shown in the order in which the model made them,
 * and one that is slow to be checked comes in front of those that are shown already.
 */
export function cameBefore(shown: ScreenDialog, open: ScreenDialog): boolean {
  const [one, other] = [placeOf(shown), placeOf(open)];
  return one.at < other.at || (one.at === other.at && one.of > other.of);
}

function placeOf({ position }: ScreenDialog): { at: number; of: number } {
  const [at = 1, of = 1] = position === '' ? [] : position.split(' of ').map(Number);
  return { at, of };
}

function labels({ options }: ScreenDialog): string {
  return options.map((option) => option.label).join('\n');
}

/** Whether a prompt is queued until MCP servers have started, which may be never: the title says Ready meanwhile. */
export function waitsForServers(lines: readonly string[]): boolean {
  return lines.some((line) => /Waiting for MCP servers/u.test(line));
}
