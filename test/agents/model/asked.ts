/** One request of an agent, in words that are the same for every protocol. */
export interface Asked {
  readonly protocol: 'anthropic' | 'responses' | 'completions' | 'gemini';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Everything the person said in this conversation, in order, without what the agent adds by itself. */
  readonly said: readonly string[];
  /** What came after the model's last answer: the person's words, or the results of its tools. */
  readonly last: string;
  readonly lastIs: 'user' | 'tool';
  readonly tools: readonly Tool[];
  readonly stream: boolean;
  /** The request's body as it came. */
  readonly body: unknown;
}

/** A tool that the agent offers to the model. */
export interface Tool {
  readonly name: string;
  /** The group it belongs to, where the protocol has such: an MCP server. */
  readonly namespace: string | null;
  /** Takes text that is not JSON. */
  readonly freeform: boolean;
  /** The names of what it takes; empty where they do not matter here. */
  readonly takes: readonly string[];
}

/** A call that the model makes. */
export interface Call {
  readonly id: string;
  readonly tool: Tool;
  readonly input: Readonly<Record<string, unknown>> | string;
}

/** What of a protocol's message is of interest here. */
export interface Heard {
  readonly by: 'user' | 'tool' | 'model' | 'agent';
  readonly text: string;
}

/** Puts what was heard into the words of `Asked`. */
export function summary(heard: readonly Heard[]): Pick<Asked, 'said' | 'last' | 'lastIs'> {
  const told = heard.filter((one) => one.by !== 'agent' && !isFromAgent(one));
  const tail = told.slice(told.findLastIndex((one) => one.by === 'model') + 1);
  return {
    said: told.filter((one) => one.by === 'user').map((one) => one.text),
    last: tail.map((one) => one.text).join('\n'),
    lastIs: tail.some((one) => one.by === 'tool') ? 'tool' : 'user',
  };
}

const surroundings =
  /^\s*(<(system-reminder|environment_context|skills_instructions|permissions instructions|user_instructions|session_context|recommended_plugins)|# AGENTS\.md)/;
/** What a hook says at a turn's end comes the same way, and is what the model must go by. */
const word = /hook feedback:/;

/** Agents tell the model about the surroundings in the person's name. */
function isFromAgent({ by, text }: Heard): boolean {
  return by === 'user' && surroundings.test(text) && !word.test(text);
}

/** The agent's working directory as it tells the model; null when it does not. */
export function workingDirectory(body: unknown): string | null {
  const text = JSON.stringify(body);
  const found =
    /(?:[Ww]orking directory(?: is)?|working in the directory|Workspace Directories:\*\*\\n *-|Current directory|<cwd>):?\s*`?(\/[^\\"<`]+)/.exec(
      text,
    );
  return found?.[1]?.trim() ?? null;
}
