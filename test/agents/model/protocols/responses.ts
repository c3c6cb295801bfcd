import { z } from 'zod';
import type { Call, Heard, Tool } from '../asked.ts';
import { summary } from '../asked.ts';
import type { Failure } from '../scenario.ts';
import type { Protocol, SentEvent, Voice } from '../voice.ts';
import { openAiRefusal } from './openai-errors.ts';

const partsSchema = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]);
const plainToolSchema = z.looseObject({ type: z.string(), name: z.string().optional() });
const toolSchema = plainToolSchema.extend({ tools: z.array(plainToolSchema).optional() });
const itemSchema = z.looseObject({
  type: z.string().default('message'),
  role: z.string().optional(),
  content: partsSchema.nullish(),
  output: z.unknown().optional(),
  /** Some models are told their tools in the conversation. */
  tools: z.array(toolSchema).default([]),
});
const requestSchema = z.looseObject({
  stream: z.boolean().default(false),
  input: z.union([z.string(), z.array(itemSchema)]),
  tools: z.array(toolSchema).default([]),
});

/** OpenAI's Responses, as Codex speaks it. */
export const responses: Protocol = {
  name: 'responses',
  speaks: (path) => path.endsWith('/responses'),
  read(_path, body) {
    const { input, tools, stream } = requestSchema.parse(body);
    const items = typeof input === 'string' ? [itemSchema.parse({ role: 'user', content: input })] : input;
    const offered = [...tools, ...items.flatMap((item) => item.tools)];
    return { ...summary(items.flatMap(heardIn)), tools: offered.flatMap(toolsIn), stream };
  },
  voice: (model) => new ResponsesVoice(model),
  refusal: openAiRefusal,
};

function toolsIn({ type, name, tools }: z.infer<typeof toolSchema>): Tool[] {
  if (name === undefined) return [];
  if (type !== 'namespace') return [{ name, namespace: null, freeform: type === 'custom', takes: [] }];
  return (tools ?? []).map((tool) => ({
    name: tool.name ?? '',
    namespace: name,
    freeform: tool.type === 'custom',
    takes: [],
  }));
}

function heardIn({ type, role, content, output }: z.infer<typeof itemSchema>): Heard[] {
  if (type.endsWith('_output')) return [{ by: 'tool', text: typeof output === 'string' ? output : texts(output) }];
  if (type === 'additional_tools') return [];
  if (type !== 'message') return [{ by: 'model', text: '' }];
  const by = role === 'assistant' ? 'model' : role === 'user' ? 'user' : 'agent';
  if (typeof content === 'string') return [{ by, text: content }];
  return (content ?? []).map((part): Heard => ({ by, text: part.text ?? '' }));
}

function texts(output: unknown): string {
  const parts = z.array(z.looseObject({ text: z.string().optional() })).safeParse(output);
  return parts.success ? parts.data.map((part) => part.text ?? '').join('\n') : JSON.stringify(output ?? '');
}

const usage = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 20,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 30,
};

interface Message {
  readonly id: string;
  text: string;
}

class ResponsesVoice implements Voice {
  readonly #head: object;
  readonly #output: object[] = [];
  #message: Message | null = null;

  constructor(model: string) {
    this.#head = { id: `resp_${crypto.randomUUID()}`, object: 'response', model, created_at: 0, error: null };
  }

  begin(): SentEvent[] {
    return [named('response.created', { response: { ...this.#head, status: 'in_progress', output: [] } })];
  }

  say(piece: string): SentEvent[] {
    const place = { output_index: this.#output.length };
    const begun = this.#message;
    const message = begun ?? { id: `msg_${crypto.randomUUID()}`, text: '' };
    this.#message = message;
    message.text += piece;
    const item = { id: message.id, type: 'message', role: 'assistant', status: 'in_progress', content: [] };
    return [
      ...(begun === null ? [named('response.output_item.added', { ...place, item })] : []),
      named('response.output_text.delta', { ...place, item_id: message.id, content_index: 0, delta: piece }),
    ];
  }

  call({ id, tool, input }: Call): SentEvent[] {
    const closed = this.#closeMessage();
    const names = { name: tool.name, ...(tool.namespace !== null && { namespace: tool.namespace }) };
    const item = tool.freeform
      ? {
          type: 'custom_tool_call',
          call_id: id,
          ...names,
          input: typeof input === 'string' ? input : JSON.stringify(input),
        }
      : { type: 'function_call', call_id: id, ...names, arguments: JSON.stringify(input) };
    return [...closed, ...this.#done({ id: `item_${crypto.randomUUID()}`, status: 'completed', ...item })];
  }

  end(): SentEvent[] {
    return [...this.#closeMessage(), named('response.completed', { response: this.whole() })];
  }

  breaks(failure: Failure, message: string): SentEvent[] {
    const error = { code: failure === 'overloaded' ? 'server_is_overloaded' : 'server_error', message };
    return [named('response.failed', { response: { ...this.#head, status: 'failed', error, output: [] } })];
  }

  whole(): unknown {
    this.#closeMessage();
    return { ...this.#head, status: 'completed', output: this.#output, usage };
  }

  #closeMessage(): SentEvent[] {
    if (this.#message === null) return [];
    const { id, text } = this.#message;
    this.#message = null;
    const content = [{ type: 'output_text', text, annotations: [] }];
    return this.#done({ id, type: 'message', role: 'assistant', status: 'completed', content });
  }

  #done(item: object): SentEvent[] {
    const place = { output_index: this.#output.length };
    this.#output.push(item);
    return [named('response.output_item.done', { ...place, item })];
  }
}

function named(type: string, rest: object): SentEvent {
  return { event: type, data: { type, ...rest } };
}
