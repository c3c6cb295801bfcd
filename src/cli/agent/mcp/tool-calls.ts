import { randomUUID } from 'node:crypto';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { Fault, describeFault } from '../../../core/fault.ts';
import { callAsAgent } from '../../call-as-agent.ts';
import { reportFault } from '../../report-fault.ts';
import type { Shell } from '../../shell.ts';
import type { CallDaemon, Tool } from './tool.ts';

interface Limits {
  /** Longest that any call takes, ms. */
  readonly callMs: number;
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal;
}

/** Runs the calls of one client's tools. Whatever goes wrong is an answer that the agent can read. */
export class ToolCalls {
  readonly #shell: Shell;
  readonly #limits: Limits;
  /** Calls that ended without an answer (tool and input), with their ids: made again, they are the same call. */
  readonly #unconfirmed = new Map<string, string>();

  constructor(shell: Shell, limits: Limits) {
    this.#shell = shell;
    this.#limits = limits;
  }

  async run(tool: Tool, input: unknown): Promise<CallToolResult> {
    const { callMs, gone } = this.#limits;
    const key = `${tool.name} ${JSON.stringify(input)}`;
    const request = this.#unconfirmed.get(key) ?? randomUUID();
    this.#unconfirmed.delete(key);
    const caller = { ...this.#shell, until: AbortSignal.any([gone, AbortSignal.timeout(callMs)]) };
    const call: CallDaemon = (name, params) => callAsAgent(caller, name, () => params(request));
    try {
      const text = await tool.run(tool.input.parse(input), call);
      return { content: [{ type: 'text', text }] };
    } catch (thrown) {
      if (!(thrown instanceof Fault)) reportFault(this.#shell, thrown);
      else if (thrown.code === 'daemon') this.#unconfirmed.set(key, request);
      return { content: [{ type: 'text', text: describeFault(thrown) }], isError: true };
    }
  }
}
