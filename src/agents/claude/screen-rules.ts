import { oneLine } from './one-line.ts';

/** What only the screen tells. Rows are top to bottom, without trailing blanks. */

/** Dialogs before the first prompt. They block, and only the person may answer them. */
const startDialogs: readonly { readonly shows: RegExp; readonly words: string }[] = [
  { shows: /Yes, I trust this folder/u, words: 'Claude Code asks whether to trust this folder' },
  { shows: /New MCP servers? found in this project/u, words: 'Claude Code asks about an MCP server of this project' },
  { shows: /Settings (?:Warning|Error)\b/u, words: 'Claude Code has a question about its settings' },
  { shows: /Bypass Permissions mode[\s\S]*Yes, I accept/u, words: 'Claude Code asks whether to skip all permissions' },
  { shows: /Detected a custom API key/u, words: 'Claude Code asks whether to use this API key' },
  { shows: /Select login method/u, words: 'Claude Code asks how to log in' },
  { shows: /Choose the (?:text style|option) that looks best/u, words: 'Claude Code asks how it should look' },
  { shows: /Paste code here if prompted/u, words: 'Claude Code waits for a login code' },
  { shows: /Resume (?:full session|from summary)/iu, words: 'Claude Code asks how to resume the conversation' },
];

/** A choice at the end of the screen: what all its dialogs have. */
const choice = /^\s*(?:Enter to confirm|Press Enter to continue|↑\/↓ to navigate|Esc to cancel)/u;

/** The start dialog on the screen, in words; undefined when there is none. Only to be asked before the first prompt. */
export function startDialog(lines: readonly string[]): string | undefined {
  const shown = lines.filter((line) => line !== '');
  const text = shown.join('\n');
  const known = startDialogs.find(({ shows }) => shows.test(text));
  if (known !== undefined) return known.words;
  const last = shown.at(-1) ?? '';
  return choice.test(last) ? 'Claude Code shows a dialog before it starts' : undefined;
}

/** A status line begins with the moving star; prose of the agent does not. */
const star = '^\\s*[✻✶✳✢✽·*]\\s';
const retry = new RegExp(`${star}(.*?)\\s*·?\\s*retrying in \\S+ · attempt (\\d+)/(\\d+)`, 'u');
const silent = new RegExp(`${star}.*Waiting for API response`, 'u');
/** The status line stands above the input box: within so many rows of the end. */
const statusRows = 16;

/** That its model does not answer and it tries again, in words without the seconds; undefined when it does not. */
export function retryWords(lines: readonly string[]): string | undefined {
  for (const line of lines.slice(-statusRows)) {
    const match = retry.exec(line);
    if (match !== null) return oneLine(`${match[1] || 'API error'}, attempt ${match[2]} of ${match[3]}`);
    if (silent.test(line)) return 'no response from the API';
  }
  return undefined;
}

/** Rows at the end of the box that tell what is in it. */
const endRows = 4;

const rule = /^\s*─{8,}/u;

/** What the screen shows, and where its cursor stands. */
export interface Shown {
  lines(): readonly string[];
  cursor(): { readonly row: number; readonly column: number };
}

/** The input box: what stands in it, and whether the cursor stands before that. */
interface InputBox {
  readonly text: string;
  readonly atStart: boolean;
}

/**
 * The input box; undefined when there is none, as in any dialog or menu. It is what lies between the last two lines drawn
 * across the screen. An empty one may show a hint ("Try ...", "Once fixed, resend your message"): the cursor stands before
 * it, and cannot be moved behind it.
 */
export function inputBox(screen: Shown): InputBox | undefined {
  const lines = screen.lines();
  const { top, bottom } = boxRules(lines);
  if (top === -1) return undefined;
  const [first, ...rest] = lines.slice(top + 1, bottom);
  const prompt = /^(\s*[❯>])\s?(.*)$/u.exec(first ?? '');
  if (prompt === null) return undefined;
  const { row, column } = screen.cursor();
  const atStart = row === top + 1 && column <= (prompt[1] ?? '').length + 1;
  return { text: [prompt[2] ?? '', ...rest.map((line) => line.replace(/^ {1,2}/u, ''))].join('\n').trim(), atStart };
}

/** Where the lines above and below the input box are; -1 for one that is not on the screen. */
function boxRules(lines: readonly string[]): { top: number; bottom: number } {
  const bottom = lines.findLastIndex((line) => rule.test(line));
  return { bottom, top: lines.slice(0, Math.max(bottom, 0)).findLastIndex((line) => rule.test(line)) };
}

/** The last rows of what stands in the input box, which may be taller than the screen; '' when there is none. */
export function inputEnd(screen: Shown): string {
  const lines = screen.lines();
  const { top, bottom } = boxRules(lines);
  const rows = lines.slice(Math.max(top + 1, bottom - endRows), Math.max(bottom, 0));
  return rows.map((line) => line.replace(/^\s*[❯>]\s?/u, '')).join('\n');
}

/** The error in which the last turn ended, as the screen shows it above the box; undefined when it ended well. */
export function errorOnScreen(lines: readonly string[]): string | undefined {
  const answer = lines.findLastIndex((line) => /^\s*[●⏺⎿]\s/u.test(line));
  const line = lines[answer];
  return line !== undefined && /API Error:|Please run \/login/u.test(line)
    ? oneLine(line.replace(/^\s*[●⏺⎿]\s+/u, ''), 200)
    : undefined;
}
