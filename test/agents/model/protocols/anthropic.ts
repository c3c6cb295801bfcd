import { z } from 'zod';
import type { Call, Heard } from '../asked.ts';
import { summary } from '../asked.ts';
import type { Failure } from '../scenario.ts';
import type { Protocol, SentEvent, Voice } from '../voice.ts';

const textSchema = z.looseObject({ type: z.literal('text'), text: z.string() });
const resultSchema = z.looseObject({ type: z.literal('tool_result'), content: z.unknown().optional() });
const contentSchema = z.union([
  z.string(),
  z.array(z.union([textSchema, resultSchema, z.looseObject({ type: z.string() })])),
]);
const requestSchema = z.looseObject({
  stream: z.boolean().default(false),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: contentSchema })),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
});

const statuses: Record<Failure, [status: number, type: string]> = {
  invalid: [400, 'invalid_request_error'],
  unauthorized: [401, 'authentication_error'],
  forbidden: [403, 'permission_error'],
  'rate-limited': [429, 'rate_limit_error'],
  server: [500, 'api_error'],
  overloaded: [529, 'overloaded_error'],
};

/** Anthropic's Messages, as Claude Code speaks it. */
export const anthropic: Protocol = {
  name: 'anthropic',
  speaks: (path) => path.endsWith('/messages'),
  read(_path, body) {
    const request = requestSchema.parse(body);
    return {
      ...summary(request.messages.flatMap(heardIn)),
      tools: request.tools.map(({ name }) => ({ name, namespace: null, freeform: false, takes: [] })),
      stream: request.stream,
    };
  },
  voice: (model) => new AnthropicVoice(model),
  refusal: (failure, message) => ({ status: statuses[failure][0], body: errorBody(failure, message) }),
};

function errorBody(failure: Failure, message: string): unknown {
  return { type: 'error', error: { type: statuses[failure][1], message } };
}

function heardIn({ role, content }: z.infer<typeof requestSchema>['messages'][number]): Heard[] {
  if (role === 'system') return [{ by: 'agent', text: '' }];
  if (role === 'assistant') return [{ by: 'model', text: '' }];
  if (typeof content === 'string') return [{ by: 'user', text: content }];
  return content.flatMap((block): Heard[] => {
    const text = textSchema.safeParse(block);
    if (text.success) return [{ by: 'user', text: text.data.text }];
    const result = resultSchema.safeParse(block);
    return result.success ? [{ by: 'tool', text: textOf(result.data.content) }] : [];
  });
}

function textOf(content: unknown): string {
  const parts = z.array(textSchema).safeParse(content);
  if (parts.success) return parts.data.map((part) => part.text).join('\n');
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}

const usage = { input_tokens: 10, output_tokens: 20 };

class AnthropicVoice implements Voice {
  readonly #model: string;
  readonly #id = `msg_${crypto.randomUUID()}`;
  readonly #content: object[] = [];
  #text: string | null = null;

  constructor(model: string) {
    this.#model = model;
  }

  begin(): SentEvent[] {
    return [named('message_start', { message: { ...this.#message(), content: [], stop_reason: null } })];
  }

  say(piece: string): SentEvent[] {
    const index = this.#content.length;
    const opened = this.#text !== null;
    this.#text = (this.#text ?? '') + piece;
    return [
      ...(opened ? [] : [named('content_block_start', { index, content_block: { type: 'text', text: '' } })]),
      named('content_block_delta', { index, delta: { type: 'text_delta', text: piece } }),
    ];
  }

  call({ id, tool, input }: Call): SentEvent[] {
    const closed = this.#closeText();
    const index = this.#content.length;
    const block = { type: 'tool_use', id, name: tool.name };
    this.#content.push({ ...block, input });
    return [
      ...closed,
      named('content_block_start', { index, content_block: { ...block, input: {} } }),
      named('content_block_delta', {
        index,
        delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
      }),
      named('content_block_stop', { index }),
    ];
  }

  end(): SentEvent[] {
    return [
      ...this.#closeText(),
      named('message_delta', { delta: { stop_reason: this.#stopReason(), stop_sequence: null }, usage }),
      named('message_stop', {}),
    ];
  }

  breaks(failure: Failure, message: string): SentEvent[] {
    return [{ event: 'error', data: errorBody(failure, message) }];
  }

  whole(): unknown {
    this.#closeText();
    return { ...this.#message(), content: this.#content, stop_reason: this.#stopReason() };
  }

  #closeText(): SentEvent[] {
    if (this.#text === null) return [];
    const index = this.#content.length;
    this.#content.push({ type: 'text', text: this.#text });
    this.#text = null;
    return [named('content_block_stop', { index })];
  }

  #stopReason(): string {
    return this.#content.some((block) => 'input' in block) ? 'tool_use' : 'end_turn';
  }

  #message() {
    return { id: this.#id, type: 'message', role: 'assistant', model: this.#model, stop_sequence: null, usage };
  }
}

function named(type: string, rest: object): SentEvent {
  return { event: type, data: { type, ...rest } };
}
