import { z } from 'zod';
import type { Call, Heard } from '../asked.ts';
import { summary } from '../asked.ts';
import type { Failure } from '../scenario.ts';
import type { Protocol, SentEvent, Voice } from '../voice.ts';

const partSchema = z.looseObject({
  text: z.string().optional(),
  functionResponse: z.looseObject({ response: z.unknown().optional() }).optional(),
});
const requestSchema = z.looseObject({
  contents: z.array(z.looseObject({ role: z.string().default('user'), parts: z.array(partSchema).default([]) })),
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.looseObject({ name: z.string() })).default([]) }))
    .default([]),
});

const statuses: Record<Failure, [status: number, name: string]> = {
  invalid: [400, 'INVALID_ARGUMENT'],
  unauthorized: [401, 'UNAUTHENTICATED'],
  forbidden: [403, 'PERMISSION_DENIED'],
  'rate-limited': [429, 'RESOURCE_EXHAUSTED'],
  server: [500, 'INTERNAL'],
  overloaded: [503, 'UNAVAILABLE'],
};

/** Google's generateContent, as Gemini CLI speaks it. */
export const gemini: Protocol = {
  name: 'gemini',
  speaks: (path) => /:(streamGenerateContent|generateContent)$/.test(path),
  read(path, body) {
    const request = requestSchema.parse(body);
    const declared = request.tools.flatMap((group) => group.functionDeclarations);
    return {
      ...summary(request.contents.flatMap(heardIn)),
      tools: declared.map(({ name }) => ({ name, namespace: null, freeform: false, takes: [] })),
      stream: path.endsWith(':streamGenerateContent'),
    };
  },
  voice: (model) => new GeminiVoice(model),
  refusal: (failure, message) => ({ status: statuses[failure][0], body: errorBody(failure, message) }),
};

function errorBody(failure: Failure, message: string): unknown {
  const [code, status] = statuses[failure];
  return { error: { code, message, status } };
}

function heardIn({ role, parts }: z.infer<typeof requestSchema>['contents'][number]): Heard[] {
  return parts.map((part): Heard => {
    if (part.functionResponse !== undefined) {
      return { by: 'tool', text: JSON.stringify(part.functionResponse.response ?? '') };
    }
    return { by: role === 'model' ? 'model' : 'user', text: part.text ?? '' };
  });
}

class GeminiVoice implements Voice {
  readonly #model: string;
  readonly #parts: object[] = [];

  constructor(model: string) {
    this.#model = model;
  }

  begin(): SentEvent[] {
    return [];
  }

  say(piece: string): SentEvent[] {
    return [this.#part({ text: piece })];
  }

  call({ id, tool, input }: Call): SentEvent[] {
    return [this.#part({ functionCall: { id, name: tool.name, args: input } })];
  }

  end(): SentEvent[] {
    return [{ event: null, data: this.#answer([{ text: '' }], 'STOP') }];
  }

  breaks(failure: Failure, message: string): SentEvent[] {
    return [{ event: null, data: errorBody(failure, message) }];
  }

  whole(): unknown {
    return this.#answer(this.#parts, 'STOP');
  }

  #part(part: object): SentEvent {
    this.#parts.push(part);
    return { event: null, data: this.#answer([part], null) };
  }

  #answer(parts: readonly object[], finishReason: string | null): object {
    const candidate = { content: { role: 'model', parts }, index: 0, ...(finishReason !== null && { finishReason }) };
    return {
      candidates: [candidate],
      modelVersion: this.#model,
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 20, totalTokenCount: 30 },
    };
  }
}
