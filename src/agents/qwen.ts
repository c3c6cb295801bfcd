import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Adapter, AgentLink, Channel, Start, StartOrder } from './adapter.ts';
import { fitArgument } from './fit-argument.ts';
import { askedTool, freeCommands } from './own-verbs.ts';
import { failureWords } from './gemini/conversation.ts';
import { FollowedLines } from './gemini/followed-lines.ts';
import { toolWords } from './gemini/hook-event.ts';
import { goOn, ourOwn } from './gemini/start.ts';
import { neverCommand } from './gemini/typing.ts';
import { promptText, until } from './gemini/typing.ts';

/** Its events go to the first of these files, and it takes commands from the second; the third says how far we have read. */
const [eventsFile, commandsFile, readFile] = ['qwen-events.jsonl', 'qwen-commands.jsonl', 'qwen-read'];
const [pollMs, restsMs, takesMs] = [100, 700, 10_000];
const [allow, deny] = ['Allow once', 'Deny'];

const partSchema = z.object({
  type: z.string(),
  text: z.string().catch(''),
  name: z.string().catch(''),
  input: z.record(z.string(), z.unknown()).catch({}),
});
const messageSchema = z.object({ content: z.array(partSchema) });
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('system'), subtype: z.literal('session_start'), session_id: z.string() }),
  z.object({ type: z.literal('user'), parent_tool_use_id: z.string().nullable(), message: messageSchema }),
  z.object({ type: z.literal('assistant'), parent_tool_use_id: z.string().nullable(), message: messageSchema }),
  z.object({
    type: z.literal('control_request'),
    request_id: z.string(),
    request: z.object({ subtype: z.literal('can_use_tool'), tool_name: z.string(), input: partSchema.shape.input }),
  }),
  z.object({ type: z.literal('control_response'), response: z.object({ request_id: z.string() }) }),
]);

/**
 * Qwen Code, a fork of Gemini CLI that also speaks in files: it writes what happens, and takes prompts and decisions. Its
 * own question dialog takes no answer from there and is switched off; it asks through our commands.
 */
export const qwen: Adapter = {
  name: 'qwen',
  title: 'Qwen Code',
  program: 'qwen',
  npmPackage: '@qwen-code/qwen-code',
  version: { args: ['--version'], read: (output) => /^\d+\.\d+\.\d+\S*/m.exec(output)?.[0] ?? null },
  tested: ['0.24.4'],
  takes: 'when resting',
  authority: 'the events that it writes into a file; its title for a turn that is broken off',
  start: startQwen,
  open: (link) => new QwenChannel(link),
};

function startQwen({ command, options, env, runDir, mcp, ...order }: StartOrder): Promise<Start> {
  for (const name of [eventsFile, commandsFile]) writeFileSync(join(runDir, name), '', { mode: 0o600 });
  // All tools of a server are trusted or none: a job is started by the command, which asks.
  const trusted = { trust: true, excludeTools: [askedTool] };
  const servers = { signalbox: { command: mcp.command, args: mcp.args, env: ourOwn(env), ...trusted } };
  const mcpFile = join(runDir, 'qwen-mcp.json');
  writeFileSync(mcpFile, JSON.stringify({ mcpServers: servers }), { mode: 0o600 });
  const { conversation } = order;
  const known = conversation !== null && isKept(env, conversation);
  const moded = [...command, ...options.args].some((arg) => /^(?:--approval-mode|--yolo|-y)(?:=|$)/.test(arg));
  const argv = [
    ...command,
    `--json-file=${join(runDir, eventsFile)}`,
    `--input-file=${join(runDir, commandsFile)}`,
    `--mcp-config=${mcpFile}`,
    ...(moded ? [] : ['--approval-mode=auto-edit']),
    ...freeCommands.map((words) => `--allowed-tools=run_shell_command(signalbox ${words})`),
    '--exclude-tools=ask_user_question',
    ...(known ? ['--resume', conversation] : ['--session-id', randomUUID()]),
    `--prompt-interactive=${neverCommand(fitArgument((known ? order.news || goOn : order.briefing).trim()))}`,
    ...options.args,
  ];
  return Promise.resolve({ argv, env: {} });
}

/** Whether its conversation is still there. */
function isKept(env: Readonly<Record<string, string>>, id: string): boolean {
  const projects = join(env['QWEN_HOME'] ?? join(env['HOME'] ?? '/nonexistent', '.qwen'), 'projects');
  if (!existsSync(projects)) return false;
  return readdirSync(projects).some((project) => existsSync(join(projects, project, 'chats', `${id}.jsonl`)));
}

class QwenChannel implements Channel {
  readonly #link: AgentLink;
  readonly #lines: FollowedLines;
  readonly #prompts: string[] = [];
  readonly #timer: NodeJS.Timeout;
  #dialog: string | null = null;
  #answering: string | null = null;
  #inTurn: boolean;
  /** The model's last words without a call: the turn is over once the title says so too. */
  #last: string | null = null;
  #idleSince: number | null = null;

  constructor(link: AgentLink) {
    this.#link = link;
    const { run, questions } = link.session();
    const read = join(link.runDir, readFile);
    this.#lines = new FollowedLines(
      join(link.runDir, eventsFile),
      existsSync(read) ? Number(readFileSync(read, 'utf8')) : 0,
    );
    this.#dialog = questions.findLast((one) => one.dialog !== null && one.closedBy === null)?.dialog ?? null;
    this.#inTurn = run !== null && run.activity.kind !== 'starting' && run.activity.kind !== 'resting';
    this.#timer = setInterval(() => this.seen(), pollMs).unref();
  }

  seen(): void {
    if (this.#link.closed.aborted) return;
    const from = this.#lines.offset;
    for (const line of this.#lines.read()) {
      const event = eventSchema.safeParse(JSON.parse(line));
      if (event.success) this.#heard(event.data);
    }
    if (this.#lines.offset !== from) writeFileSync(join(this.#link.runDir, readFile), String(this.#lines.offset));
    const idle = /^\s*Qwen - /.test(this.#link.screen.title());
    this.#idleSince = idle ? (this.#idleSince ?? this.#link.now()) : null;
    if (this.#idleSince === null) return;
    const stood = this.#link.now() - this.#idleSince;
    if (stood >= pollMs && this.#last !== null) this.#ended(this.#last);
    else if (stood >= restsMs && this.#inTurn) this.#brokenOff();
  }

  async deliver(text: string): Promise<'delivered' | 'later' | 'unconfirmed'> {
    if (this.#inTurn || this.#idleSince === null || this.#dialog !== null) return 'later';
    const prompt = promptText(text).trim();
    const known = this.#prompts.length;
    this.#command({ type: 'submit', text: prompt });
    const taken = () => this.#prompts.slice(known).some((one) => one.trim() === prompt);
    return (await until(this.#link.closed, takesMs, taken)) ? 'delivered' : 'unconfirmed';
  }

  async answer(dialog: string, [answer = '']: readonly string[]): Promise<'answered' | 'gone'> {
    if (this.#dialog !== dialog) return 'gone';
    this.#answering = dialog;
    this.#command({ type: 'confirmation_response', request_id: dialog, allowed: answer === allow });
    const taken = await until(this.#link.closed, takesMs, () => this.#dialog !== dialog);
    this.#answering = null;
    if (!taken) throw new Error('the dialog did not take the answer');
    return 'answered';
  }

  async interrupt(): Promise<boolean> {
    if (this.#idleSince !== null || !this.#link.type('\u001b')) return false;
    return until(this.#link.closed, 3_000, () => this.#idleSince !== null);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #command(command: object): void {
    appendFileSync(join(this.#link.runDir, commandsFile), `${JSON.stringify(command)}\n`);
  }

  #heard(event: z.infer<typeof eventSchema>): void {
    const rule = `its event ${event.type}`;
    if (event.type === 'system') return this.#link.report({ kind: 'conversation', id: event.session_id });
    if (event.type === 'control_response') return this.#closed(rule);
    if (event.type === 'control_request') {
      this.#dialog = event.request_id;
      const { tool_name: tool, input } = event.request;
      const detail = typeof input['command'] === 'string' ? input['command'] : JSON.stringify(input, null, 2);
      const asked = { text: toolWords(tool, input), detail, options: [allow, deny], default: null };
      const questions = [{ ...asked, multiple: false, freeText: false }];
      return this.#link.report({
        kind: 'dialog-opened',
        dialog: event.request_id,
        about: 'permission',
        questions,
        rule,
      });
    }
    // A helper's; the turn is not its own.
    if (event.parent_tool_use_id !== null) return;
    const { content } = event.message;
    const text = content.map((part) => part.text).join('');
    const call = content.findLast((part) => part.type === 'tool_use');
    this.#inTurn = true;
    this.#last = event.type === 'assistant' && call === undefined ? text : null;
    if (event.type === 'user' && text !== '') {
      this.#prompts.push(text);
      this.#link.report({ kind: 'prompted', text, rule });
    } else if (this.#last === null) {
      const words = call === undefined ? null : toolWords(call.name, call.input);
      this.#link.report({ kind: 'activity', activity: 'working', words, rule });
    }
  }

  #ended(words: string): void {
    this.#last = null;
    this.#inTurn = false;
    const rule = 'its event assistant, and its title';
    if (words.startsWith('[API Error:')) this.#link.report({ kind: 'turn-failed', reason: failureWords(words), rule });
    else this.#link.report({ kind: 'turn-ended', words, background: [], held: false, rule });
  }

  /** The title rests, and the model has not said its last word: refused, or broken off. */
  #brokenOff(): void {
    this.#inTurn = false;
    this.#closed('its title');
    this.#link.report({ kind: 'interrupted', rule: 'its title rests in the middle of a turn' });
  }

  #closed(rule: string): void {
    const gone = this.#dialog;
    this.#dialog = null;
    if (gone !== null && gone !== this.#answering)
      this.#link.report({ kind: 'dialog-closed', dialog: gone, by: 'terminal', rule });
  }
}
