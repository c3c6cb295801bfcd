import { z } from 'zod';

/**
 * The hook events of Claude Code that we hear, as it sends them (2.1.197 to 2.1.332). Only the fields that something is
 * done with; all others are let through unread, because each version adds some.
 */

const common = {
  session_id: z.string(),
  transcript_path: z.string().optional(),
  /** Set when a subagent, or a teammate in the same process, is meant and not the session itself. */
  agent_id: z.string().optional(),
  agent_type: z.string().optional(),
};

const toolCall = {
  ...common,
  tool_name: z.string(),
  tool_input: z.record(z.string(), z.unknown()).catch({}),
  tool_use_id: z.string().optional(),
};

/** What goes on behind a turn that has ended: a shell, a subagent, a call to an MCP server. */
const backgroundTaskSchema = z.object({
  type: z.string().catch('task'),
  status: z.string().catch('running'),
  description: z.string().catch(''),
});

const permissionRuleSchema = z.object({ toolName: z.string(), ruleContent: z.string().optional() });

/** What Claude Code would change so that it need not ask again; `destination` says for how long. */
const suggestionSchema = z.union([
  z.object({ type: z.literal('addRules'), rules: z.array(permissionRuleSchema), behavior: z.string() }),
  z.object({ type: z.literal('setMode'), mode: z.string() }),
  z.object({ type: z.literal('addDirectories'), directories: z.array(z.string()) }),
  z.object({ type: z.string() }).transform(() => ({ type: 'unknown' as const })),
]);
export type Suggestion = z.infer<typeof suggestionSchema>;

const hookEventSchema = z.discriminatedUnion('hook_event_name', [
  z.object({ ...common, hook_event_name: z.literal('SessionStart'), source: z.string().catch('') }),
  z.object({ ...common, hook_event_name: z.literal('SessionEnd'), reason: z.string().catch('') }),
  z.object({ ...common, hook_event_name: z.literal('UserPromptSubmit'), prompt: z.string() }),
  z.object({ ...toolCall, hook_event_name: z.literal('PreToolUse') }),
  z.object({ ...toolCall, hook_event_name: z.literal('PostToolUse') }),
  z.object({ ...toolCall, hook_event_name: z.literal('PostToolUseFailure') }),
  z.object({ ...toolCall, hook_event_name: z.literal('PermissionDenied') }),
  z.object({
    ...toolCall,
    hook_event_name: z.literal('PermissionRequest'),
    permission_suggestions: z.array(suggestionSchema).catch([]),
  }),
  z.object({
    ...common,
    hook_event_name: z.literal('Notification'),
    message: z.string().catch(''),
    notification_type: z.string().catch(''),
  }),
  z.object({
    ...common,
    hook_event_name: z.literal('Stop'),
    last_assistant_message: z.string().nullish(),
    background_tasks: z.array(backgroundTaskSchema).catch([]),
    session_crons: z.array(z.unknown()).catch([]),
  }),
  z.object({
    ...common,
    hook_event_name: z.literal('StopFailure'),
    error: z.string().catch(''),
    error_details: z.string().nullish(),
    last_assistant_message: z.string().nullish(),
  }),
  z.object({ ...common, hook_event_name: z.literal('SubagentStart') }),
  z.object({ ...common, hook_event_name: z.literal('SubagentStop') }),
  z.object({ ...common, hook_event_name: z.literal('PreCompact'), trigger: z.string().catch('') }),
  z.object({ ...common, hook_event_name: z.literal('PostCompact') }),
  z.object({ ...common, hook_event_name: z.literal('TeammateIdle'), teammate_name: z.string().catch('') }),
  z.object({
    ...common,
    hook_event_name: z.literal('TaskCreated'),
    task_id: z.string().catch(''),
    task_subject: z.string().catch(''),
  }),
  z.object({
    ...common,
    hook_event_name: z.literal('TaskCompleted'),
    task_id: z.string().catch(''),
    task_subject: z.string().catch(''),
  }),
]);
export type HookEvent = z.infer<typeof hookEventSchema>;
type Named<Name extends HookEvent['hook_event_name']> = Extract<HookEvent, { hook_event_name: Name }>;
export type PermissionRequest = Named<'PermissionRequest'>;
export type ToolCall = Named<'PreToolUse' | 'PostToolUse' | 'PostToolUseFailure' | 'PermissionDenied'>;
export type StopFailure = Named<'StopFailure'>;
export type Stop = Named<'Stop'>;

/** An event as it came from a hook; undefined when it is none that we know, or not as we know it. */
export function parseHookEvent(event: unknown): HookEvent | undefined {
  return hookEventSchema.safeParse(event).data;
}
