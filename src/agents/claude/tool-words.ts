import { oneLine } from './one-line.ts';

/** What of a tool's input names the call, most telling first. */
const telling = [
  'command',
  'file_path',
  'notebook_path',
  'pattern',
  'url',
  'query',
  'subject',
  'description',
  'prompt',
  'path',
];

type Input = Readonly<Record<string, unknown>>;

function textOf(input: Input, key: string): string | undefined {
  const value = input[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A tool's name as a person reads it: `mcp__signalbox__ask` is `signalbox ask`. */
export function toolTitle(name: string): string {
  const match = /^mcp__(.+?)__(.+)$/u.exec(name);
  return match === null ? name : `${match[1]} ${match[2]}`;
}

/** A call in one line: `Bash npm test`, `Edit src/a.ts`. Paths below the worktree are shown from there. */
export function toolWords(name: string, input: Input, worktree: string): string {
  const key = telling.find((candidate) => textOf(input, candidate) !== undefined);
  const value = key === undefined ? '' : fromWorktree(textOf(input, key) ?? '', worktree);
  return oneLine(`${toolTitle(name)} ${value}`);
}

function fromWorktree(path: string, worktree: string): string {
  return path.startsWith(`${worktree}/`) ? path.slice(worktree.length + 1) : path;
}

/** Lines of a text or change shown in a dialog's detail; what is more is counted. A whole file may be written at once. */
const mostLines = 1000;

function someLines(text: string, prefix: string): string[] {
  const lines = text.replace(/\n$/u, '').split('\n');
  const shown = lines.slice(0, mostLines).map((line) => `${prefix}${line}`);
  return lines.length > mostLines ? [...shown, `… ${lines.length - mostLines} more lines`] : shown;
}

/** What a call would do, in full as far as a dialog has room: the command, the change, else its input as JSON. */
export function toolDetail(input: Input, worktree: string): string {
  const command = textOf(input, 'command');
  if (command !== undefined) {
    const why = textOf(input, 'description');
    // Whole: what is allowed must have been seen.
    return [command.replace(/\n$/u, ''), ...(why === undefined ? [] : [`(${oneLine(why)})`])].join('\n');
  }
  const path = textOf(input, 'file_path') ?? textOf(input, 'notebook_path');
  if (path !== undefined) return changeDetail(fromWorktree(path, worktree), input);
  const url = textOf(input, 'url');
  if (url !== undefined) return url;
  return someLines(JSON.stringify(input, null, 2), '').join('\n');
}

function changeDetail(path: string, input: Input): string {
  const edits = Array.isArray(input['edits']) ? input['edits'] : [input];
  const lines: string[] = [];
  for (const edit of edits) {
    if (typeof edit !== 'object' || edit === null) continue;
    const change: Input = Object.fromEntries(Object.entries(edit));
    const before = textOf(change, 'old_string');
    const after = textOf(change, 'new_string') ?? textOf(change, 'content') ?? textOf(change, 'new_source');
    if (before !== undefined) lines.push(...someLines(before, '- '));
    if (after !== undefined) lines.push(...someLines(after, '+ '));
  }
  return [path, ...lines].join('\n');
}
