import type { z } from 'zod';
import type { AgentRequestName, Params, Result } from '../../../wire/requests.ts';

/** Calls one of the agent's requests; `params` gets the call's id, and is asked again when the daemon came back. */
export type CallDaemon = <Name extends AgentRequestName>(
  name: Name,
  params: (request: string) => Params<Name>,
) => Promise<Result<Name>>;

/** One tool as an agent sees it. `run` gives what the agent reads. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** What it does and when to use it, short: it costs room in every conversation. */
  readonly does: string;
  readonly input: Input;
  run(input: z.output<Input>, call: CallDaemon): Promise<string>;
}

/** Defines one tool. */
export const tool = <Input extends z.ZodObject>(parts: Tool<Input>): Tool<Input> => parts;
