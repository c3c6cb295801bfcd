import { randomUUID } from 'node:crypto';
import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { Fault, describeFault } from '../../../core/fault.ts';
import { packageVersion } from '../../../wire/build.ts';
import { callAsAgent } from '../../call-as-agent.ts';
import { reportFault } from '../../report-fault.ts';
import { type Shell, remark } from '../../shell.ts';
import { type CallDaemon, type Tool, tools } from './tools.ts';

/** Longest that any call takes, ms: less than the 60 s after which the most impatient client cuts it off. */
const callMs = 55_000;

/** Serves the tools until the client closes our standard input. */
export async function serveTools(shell: Shell): Promise<void> {
  const ended = new AbortController();
  const wire = new Wire(shell, ended);
  const unconfirmed = new Map<string, string>();
  serveStdio(
    () => {
      const server = new McpServer({ name: 'signalbox', version: packageVersion() });
      for (const tool of tools)
        offer(server, tool, (input) => run({ shell, ended: ended.signal, unconfirmed }, tool, input));
      return server;
    },
    { transport: wire, onerror: (error) => remark(shell, `signalbox mcp: ${error.message.split('\n', 1)[0] ?? ''}`) },
  );
  await new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Standard input and output, and whether the client has closed them. */
class Wire extends StdioServerTransport {
  readonly #ended: AbortController;

  constructor({ stdin, stdout }: Shell, ended: AbortController) {
    super(stdin, stdout);
    this.#ended = ended;
  }

  override async close(): Promise<void> {
    await super.close();
    this.#ended.abort();
  }
}

function offer(
  server: McpServer,
  { name, does, input }: Tool,
  answer: (input: unknown) => Promise<CallToolResult>,
): void {
  server.registerTool(
    name,
    {
      description: does,
      inputSchema: input,
      annotations: { destructiveHint: false, openWorldHint: false },
      // Claude Code shows the model only the names of other tools until it searches for them.
      _meta: { 'anthropic/alwaysLoad': true },
    },
    answer,
  );
}

interface Serving {
  readonly shell: Shell;
  readonly ended: AbortSignal;
  /** Calls that ended without an answer (tool and input), with their ids: made again, they are the same call. */
  readonly unconfirmed: Map<string, string>;
}

/** Runs one call. Whatever goes wrong is an answer that the agent can read. */
async function run({ shell, ended, unconfirmed }: Serving, tool: Tool, input: unknown): Promise<CallToolResult> {
  const key = `${tool.name} ${JSON.stringify(input)}`;
  const request = unconfirmed.get(key) ?? randomUUID();
  const caller = { ...shell, until: AbortSignal.any([ended, AbortSignal.timeout(callMs)]) };
  const call: CallDaemon = (name, params) => callAsAgent(caller, name, () => params(request));
  try {
    const text = await tool.run(tool.input.parse(input), call);
    unconfirmed.delete(key);
    return { content: [{ type: 'text', text }] };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) reportFault(shell, thrown);
    if (thrown instanceof Fault && thrown.code === 'daemon') unconfirmed.set(key, request);
    else unconfirmed.delete(key);
    return { content: [{ type: 'text', text: describeFault(thrown) }], isError: true };
  }
}
