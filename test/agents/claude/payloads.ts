/** Hook events as Claude Code 2.1.332 sends them: the fields that matter of real ones, paths made up. */

const session_id = '05c3c019-1ee8-4ac4-a62d-ccf978bb31ee';
const common = {
  session_id,
  transcript_path: `/home/dev/.claude/projects/-home-dev-acme/${session_id}.jsonl`,
  cwd: '/home/dev/acme',
  prompt_id: 'b9ca216a-f87f-449c-8116-88b6c8458d92',
  permission_mode: 'acceptEdits',
};

export const curl = { command: 'curl -s http://127.0.0.1:1/a', description: 'Fetch A' };

export const questions = [
  {
    question: 'Which database?',
    header: 'Database',
    options: [
      { label: 'SQLite', description: 'one file' },
      { label: 'Postgres', description: 'a server' },
    ],
    multiSelect: false,
  },
  {
    question: 'Which features?',
    header: 'Features',
    options: [
      { label: 'Alpha', description: '' },
      { label: 'Beta', description: '' },
    ],
    multiSelect: true,
  },
];

export const event = {
  started: { ...common, hook_event_name: 'SessionStart', source: 'startup', model: 'claude-opus-5-5' },
  prompted: (prompt: string) => ({ ...common, hook_event_name: 'UserPromptSubmit', prompt }),
  before: (tool_name: string, tool_input: object, more: object = {}) => ({
    ...common,
    ...more,
    hook_event_name: 'PreToolUse',
    tool_name,
    tool_input,
    tool_use_id: 'toolu_1',
  }),
  after: (tool_name: string, tool_input: object, more: object = {}) => ({
    ...common,
    ...more,
    hook_event_name: 'PostToolUse',
    tool_name,
    tool_input,
    tool_use_id: 'toolu_1',
    tool_response: {},
  }),
  asks: (tool_name: string, tool_input: object, more: object = {}) => ({
    ...common,
    hook_event_name: 'PermissionRequest',
    tool_name,
    tool_input,
    ...more,
  }),
  stop: (last_assistant_message: string, background_tasks: readonly object[] = []) => ({
    ...common,
    hook_event_name: 'Stop',
    stop_hook_active: false,
    last_assistant_message,
    background_tasks,
    session_crons: [],
  }),
  failed: {
    ...common,
    hook_event_name: 'StopFailure',
    error: 'rate_limit',
    last_assistant_message: "API Error: Request rejected (429) · This request would exceed your account's rate limit.",
  },
  helperStarted: (agent_id: string, agent_type: string) => ({
    ...common,
    agent_id,
    agent_type,
    hook_event_name: 'SubagentStart',
  }),
  helperEnded: (agent_id: string) => ({ ...common, agent_id, hook_event_name: 'SubagentStop', background_tasks: [] }),
  mateIdle: (teammate_name: string) => ({
    ...common,
    agent_id: `a${teammate_name}-1`,
    agent_type: teammate_name,
    hook_event_name: 'TeammateIdle',
    teammate_name,
    team_name: 'session-05c3c019',
  }),
  task: (name: 'TaskCreated' | 'TaskCompleted', task_id: string) => ({
    ...common,
    hook_event_name: name,
    task_id,
    task_subject: `Task ${task_id}`,
  }),
} as const;

/** The end of a background task, which Claude Code tells itself. */
export const taskNotification = '<task-notification>\n<task-id>bn5wo9byr</task-id>\n</task-notification>';
