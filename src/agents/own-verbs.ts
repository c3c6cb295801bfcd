/**
 * What an agent's own client may let it say to Signalbox without asking the person: words, and looking. Not among them is
 * starting a job, which runs any command outside of whatever confines the agent: its client asks for that as it asks for
 * every other command.
 */
export const freeCommands = [
  'ask',
  'inbox',
  'done',
  'blocked',
  'progress',
  'propose',
  'job list',
  'job log',
  'job stop',
  'job restart',
  'list',
  'show',
  'log',
  'diff',
];
/** The same as tools of our MCP server. */
export const freeTools = ['ask', 'inbox', 'done', 'blocked', 'progress', 'propose', 'job_list', 'job_log', 'job_stop'];
/** What a person is asked for: as a command, and as a tool. */
export const askedCommand = 'job start';
export const askedTool = 'job_start';
