import type { ToolResult } from './run-tool.ts';

/** What is asked of a forge; its answer `failed` carries what the program said. */
export interface Request {
  readonly branch: string;
  /** The branch to merge into. */
  readonly target: string;
  readonly title: string;
  readonly body: string;
}

export type Answer<Value> =
  | { readonly kind: 'answer'; readonly value: Value }
  | { readonly kind: 'failed'; readonly why: string };

/** How a pull request stands; `merged`: the commit that it became. */
export type Standing = { readonly is: 'open' | 'closed' } | { readonly is: 'merged'; readonly commit: string };

/** A forge's own program, by which pull requests are opened and asked after. */
export interface Forge {
  /** The address of the open pull request of this branch; null: there is none. */
  find(request: Request): Promise<Answer<string | null>>;
  /** Opens one and gives its address. */
  open(request: Request): Promise<Answer<string>>;
  look(url: string): Promise<Answer<Standing>>;
}

/** Where a forge's program runs. */
export interface ForgePlace {
  readonly program: string;
  readonly cwd: string;
  /** The repository's address there; null when only the program can know, by the remotes. */
  readonly address: string | null;
  readonly signal: AbortSignal;
}

/** What a program printed when it did what it was asked, else why it did not. */
export function answerOf(result: ToolResult, name: string): Answer<string> {
  if (result.exit === 0) return { kind: 'answer', value: result.stdout };
  const said = `${result.stderr}\n${result.stdout}`.trim().split('\n', 1)[0] ?? '';
  const status = result.exit === null ? 'did not end' : `exit status ${result.exit}`;
  return { kind: 'failed', why: `${name}: ${said === '' ? status : said.slice(0, 300)}` };
}

/** The answer read as JSON of this shape; what is of another one has failed. */
export function readAnswer<Value>(
  answer: Answer<string>,
  name: string,
  schema: { safeParse(value: unknown): { success: true; data: Value } | { success: false } },
): Answer<Value> {
  if (answer.kind === 'failed') return answer;
  try {
    const read = schema.safeParse(JSON.parse(answer.value));
    if (read.success) return { kind: 'answer', value: read.data };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  return { kind: 'failed', why: `${name} answers what nobody understands: ${answer.value.slice(0, 100)}` };
}

/** The address that a program printed of what it has opened. */
export function addressIn(answer: Answer<string>, name: string): Answer<string> {
  if (answer.kind === 'failed') return answer;
  const url = answer.value.match(/https?:\/\/\S+/g)?.at(-1);
  return url === undefined
    ? { kind: 'failed', why: `${name} opened it and does not tell where` }
    : { kind: 'answer', value: url };
}
