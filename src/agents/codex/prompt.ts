import { writeFileSync } from 'node:fs';
import type { StartOrder } from '../adapter.ts';
import { isUnconfined } from './arguments.ts';
import { promptIn, readIfThere, untoldIn } from './places.ts';

/** A longer prompt does not go into one argument: Linux takes 128 KiB. */
const maxArgumentBytes = 120_000;

/**
 * What holds for Codex alone. Its sandbox keeps commands away from every socket and leaves git's folder readable only:
 * a folder of git's that it may write would let it move any ref, and make what runs git outside of the sandbox run more.
 */
const inTheSandbox = `In Codex's sandbox:
- The \`signalbox\` commands cannot reach Signalbox from your shell. Use the tools of the MCP server \`signalbox\` instead: ask, done, blocked, progress, inbox, job_start and the other job tools (find them with tool_search if they are not listed).
- Git's own folder is read-only: \`git status\`, \`git diff\` and \`git log\` work; do not stage, commit, stash or switch, and do not ask for permission to. Signalbox takes your files as they are in the worktree.`;

const goOn = 'You were stopped in the middle of your work; nothing else has changed. Go on with the task.';

/** The first message of a start: the whole task in a new conversation, else what is new. */
export function promptOf(order: StartOrder, resumed: boolean): string {
  const text = resumed ? resumedPrompt(newsOf(order)) : `${order.briefing.trimEnd()}\n\n${hints(order)}`;
  const prompt = text.replaceAll('\0', '').trim();
  if (Buffer.byteLength(prompt) <= maxArgumentBytes) return prompt;
  const file = promptIn(order.runDir);
  writeFileSync(file, prompt, { mode: 0o600 });
  return `Your task is too long for one message. It is in the file ${file}: read all of it first, then do what it says.`;
}

/** What is new, also to a run of before that never got so far as to take it. */
function newsOf({ news, stateDir }: StartOrder): string {
  const untold = readIfThere(untoldIn(stateDir)) ?? '';
  const all = [untold, news].filter((text) => text.trim() !== '').join('\n\n');
  writeFileSync(untoldIn(stateDir), all, { mode: 0o600 });
  return all;
}

function hints(order: StartOrder): string {
  return isUnconfined(order.options.args) ? '' : inTheSandbox;
}

/** A message of its own words first: a text that begins with a slash would be a command to the TUI. */
function resumedPrompt(news: string): string {
  return news.trim() === '' ? goOn : `From Signalbox:\n\n${news}`;
}
