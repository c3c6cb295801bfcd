import { z } from 'zod';

/** What is read of the events that Gemini CLI's hooks are told (0.61.0). Texts may be long; what is not here is not read. */

export const askedSchema = z.object({
  question: z.string(),
  type: z.enum(['choice', 'text', 'yesno']).catch('choice'),
  options: z.array(z.object({ label: z.string(), description: z.string().catch('') })).catch([]),
  multiSelect: z.boolean().catch(false),
});
/** One question of the tool `ask_user`. */
export type AskedQuestion = z.infer<typeof askedSchema>;

export const detailsSchema = z.object({
  type: z.string(),
  title: z.string().catch(''),
  command: z.string().optional(),
  fileName: z.string().optional(),
  fileDiff: z.string().optional(),
  serverName: z.string().optional(),
  toolName: z.string().optional(),
  prompt: z.string().optional(),
});
/** What a permission is asked for. */
export type PermissionDetails = z.infer<typeof detailsSchema>;

const base = {
  session_id: z.string().catch(''),
  transcript_path: z.string().catch(''),
  /** When it was made, not when it came: senders that run in the background may overtake each other. */
  timestamp: z.iso.datetime().transform(Date.parse).optional().catch(undefined),
};
const tool = { tool_name: z.string(), tool_input: z.record(z.string(), z.unknown()).catch({}) };

const eventSchema = z.discriminatedUnion('hook_event_name', [
  z.object({ ...base, hook_event_name: z.literal('SessionStart'), source: z.string().catch('') }),
  z.object({ ...base, hook_event_name: z.literal('BeforeAgent'), prompt: z.string() }),
  z.object({ ...base, hook_event_name: z.literal('BeforeModel') }),
  z.object({ ...base, ...tool, hook_event_name: z.literal('BeforeTool') }),
  z.object({ ...base, ...tool, hook_event_name: z.literal('AfterTool') }),
  z.object({ ...base, hook_event_name: z.literal('Notification'), details: detailsSchema }),
  z.object({ ...base, hook_event_name: z.literal('AfterAgent'), prompt_response: z.string().catch('') }),
]);
export type HookEvent = z.infer<typeof eventSchema>;

/** The event; null when it is none that is heard. */
export function readHookEvent(event: unknown): HookEvent | null {
  const read = eventSchema.safeParse(event);
  return read.success ? read.data : null;
}

/** The questions of a call of `ask_user`; none when they cannot be read. */
export function askedQuestions(toolInput: Readonly<Record<string, unknown>>): AskedQuestion[] {
  const read = z.array(askedSchema).safeParse(toolInput['questions']);
  return read.success ? read.data : [];
}

const toolTitles: Record<string, string> = {
  run_shell_command: 'Shell',
  write_file: 'WriteFile',
  replace: 'Edit',
  read_file: 'ReadFile',
  invoke_agent: 'agent',
};
/** What of a tool's input says most, in this order. */
const telling = ['command', 'file_path', 'dir_path', 'pattern', 'query', 'url', 'agent_name', 'prompt'];
const longest = 120;

/** A tool call in one line: `Shell npm test`. */
export function toolWords(name: string, input: Readonly<Record<string, unknown>>): string {
  const said = telling.map((key) => input[key]).find((value) => typeof value === 'string');
  const words = `${toolTitles[name] ?? name} ${typeof said === 'string' ? said : ''}`.trim().replaceAll(/\s+/g, ' ');
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

/** The name of the helper that a call of `invoke_agent` starts. */
export function agentName(input: Readonly<Record<string, unknown>>): string {
  return z.string().catch('agent').parse(input['agent_name']);
}
