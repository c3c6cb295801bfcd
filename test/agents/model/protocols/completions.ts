import { z } from 'zod';
import type { Call, Heard } from '../asked.ts';
import { summary } from '../asked.ts';
import type { Failure } from '../scenario.ts';
import type { Protocol, SentEvent, Voice } from '../voice.ts';
import { openAiRefusal, openAiError } from './openai-errors.ts';

const contentSchema = z
  .union([z.string(), z.null(), z.array(z.looseObject({ text: z.string().optional() }))])
  .optional();
const functionSchema = z.looseObject({
  name: z.string(),
  parameters: z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) }).default({ properties: {} }),
});
const requestSchema = z.looseObject({
  stream: z.boolean().default(false),
  messages: z.array(z.looseObject({ role: z.string(), content: contentSchema })),
  tools: z.array(z.looseObject({ function: functionSchema })).default([]),
});

/** OpenAI's Chat Completions, as opencode, pi and Qwen Code speak it. */
export const completions: Protocol = {
  name: 'completions',
  speaks: (path) => path.endsWith('/chat/completions'),
  read(_path, body) {
    const request = requestSchema.parse(body);
    return {
      ...summary(request.messages.flatMap(heardIn)),
      tools: request.tools.map(({ function: { name, parameters } }) => ({
        name,
        namespace: null,
        freeform: false,
        takes: Object.keys(parameters.properties),
      })),
      stream: request.stream,
    };
  },
  voice: (model) => new CompletionsVoice(model),
  refusal: openAiRefusal,
};

function heardIn({ role, content }: z.infer<typeof requestSchema>['messages'][number]): Heard[] {
  const by = role === 'assistant' ? 'model' : role === 'tool' ? 'tool' : role === 'user' ? 'user' : 'agent';
  if (typeof content === 'string') return [{ by, text: content }];
  if (content === null || content === undefined) return [{ by, text: '' }];
  return content.map((part): Heard => ({ by, text: part.text ?? '' }));
}

const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 };

class CompletionsVoice implements Voice {
  readonly #head: object;
  readonly #calls: object[] = [];
  #text = '';

  constructor(model: string) {
    this.#head = { id: `chatcmpl-${crypto.randomUUID()}`, created: Math.floor(Date.now() / 1000), model };
  }

  begin(): SentEvent[] {
    return [this.#chunk({ role: 'assistant', content: '' }, null)];
  }

  say(piece: string): SentEvent[] {
    this.#text += piece;
    return [this.#chunk({ content: piece }, null)];
  }

  call({ id, tool, input }: Call): SentEvent[] {
    const call = { id, type: 'function', function: { name: tool.name, arguments: JSON.stringify(input) } };
    const index = this.#calls.length;
    this.#calls.push(call);
    return [this.#chunk({ tool_calls: [{ index, ...call }] }, null)];
  }

  end(): SentEvent[] {
    return [
      this.#chunk({}, this.#finish()),
      { event: null, data: { ...this.#head, object: 'chat.completion.chunk', choices: [], usage } },
      { event: null, data: '[DONE]' },
    ];
  }

  breaks(failure: Failure, message: string): SentEvent[] {
    return [{ event: null, data: openAiError(failure, message) }];
  }

  whole(): unknown {
    const message = {
      role: 'assistant',
      content: this.#text,
      ...(this.#calls.length > 0 && { tool_calls: this.#calls }),
    };
    const choices = [{ index: 0, message, finish_reason: this.#finish() }];
    return { ...this.#head, object: 'chat.completion', choices, usage };
  }

  #finish(): string {
    return this.#calls.length > 0 ? 'tool_calls' : 'stop';
  }

  #chunk(delta: object, finish: string | null): SentEvent {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    return { event: null, data: { ...this.#head, object: 'chat.completion.chunk', choices } };
  }
}
