import { z } from 'zod';

/**
 * What a scripted model does, in words that fit every agent: they are translated into the tools that the agent offers in
 * the request at hand.
 */
const failures = ['invalid', 'unauthorized', 'forbidden', 'rate-limited', 'server', 'overloaded'] as const;

/** How a provider refuses: each has its own status and body in each provider's own form. */
export const failureSchema = z.enum(failures);
export type Failure = z.infer<typeof failureSchema>;

const questionSchema = z.strictObject({
  question: z.string(),
  header: z.string().optional(),
  options: z.array(z.string()),
  multiple: z.boolean().optional(),
});
export type Question = z.infer<typeof questionSchema>;

const inputSchema = z.record(z.string(), z.unknown());

const actSchema = z.union([
  /** Says a text; `pieces` parts with `everyMs` between them. */
  z.strictObject({ say: z.string(), pieces: z.int().positive().optional(), everyMs: z.number().optional() }),
  /** Runs a command. `privileged`: outside of the agent's sandbox, where it has one and the model may ask to leave it. */
  z.strictObject({ shell: z.string(), privileged: z.boolean().optional(), background: z.boolean().optional() }),
  /** Writes a whole file, by its path in the working directory or an absolute one. */
  z.strictObject({ write: z.string(), content: z.string() }),
  /** Reads a file. */
  z.strictObject({ read: z.string() }),
  /** Asks the person with the agent's own question tool. */
  z.strictObject({ ask: z.array(questionSchema) }),
  /** Calls a tool of an MCP server, by default `signalbox`. */
  z.strictObject({ mcp: z.string(), input: inputSchema, server: z.string().optional() }),
  /** Starts a helper of the agent with a prompt; the helper's own conversation is told apart by that prompt. */
  z.strictObject({ subagent: z.string() }),
  /** Calls a tool by the agent's own name for it. */
  z.strictObject({ call: z.string(), input: inputSchema }),
  /** Waits until `Model.release(hold)`. */
  z.strictObject({ hold: z.string() }),
  /** Says nothing more, for ever. */
  z.strictObject({ stall: z.literal(true) }),
  /** Loses the connection. */
  z.strictObject({ drop: z.literal(true) }),
  /** Answers with an error status; only before anything was said. */
  z.strictObject({ fail: failureSchema, message: z.string().optional() }),
  /** An error in the middle of a stream. */
  z.strictObject({ breaks: failureSchema, message: z.string().optional() }),
]);
export type Act = z.infer<typeof actSchema>;

const fullTurnSchema = z.strictObject({
  /** A regular expression on what the model was told last: `user: ` and the person's text, or `tool: ` and the results of its tools. */
  when: z.string().optional(),
  does: z.array(actSchema),
  /** How often, before the next turn's time comes; 1 unless given. */
  times: z.int().positive().optional(),
});

/** One answer of the model. A single act, or a list of acts, is a turn without conditions. */
const turnSchema = z.union([fullTurnSchema, actSchema, z.array(actSchema)]).transform((turn): Turn => {
  if (Array.isArray(turn)) return { when: null, does: turn, times: 1 };
  if (!('does' in turn)) return { when: null, does: [turn], times: 1 };
  return { when: turn.when === undefined ? null : expression(turn.when), does: turn.does, times: turn.times ?? 1 };
});

export interface Turn {
  readonly when: RegExp | null;
  readonly does: readonly Act[];
  readonly times: number;
}

const conversationSchema = z.strictObject({
  /** A regular expression on what the person said: whose conversation it is. Any conversation unless given. */
  title: z.string().default('').transform(expression),
  /** In order. One whose `when` does not hold waits, and so do those behind it. */
  turns: z.array(turnSchema),
  /** Come before the turns, whenever their `when` holds, in no order. */
  reactions: z.array(turnSchema).default([]),
});

/** What a scripted model does in each conversation. A list alone is the turns of the only conversation. */
export const scenarioSchema = z.union([
  z.strictObject({
    conversations: z.array(conversationSchema),
    /** Requests without tools are turns too: for programs that offer the model none. */
    toolless: z.boolean().default(false),
  }),
  z
    .array(turnSchema)
    .transform((turns) => ({ conversations: [{ title: expression(''), turns, reactions: [] }], toolless: false })),
]);
export type Scenario = z.infer<typeof scenarioSchema>;
/** As it is written in a file or a story. */
export type WrittenScenario = z.input<typeof scenarioSchema>;

function expression(source: string): RegExp {
  return new RegExp(source, 's');
}
