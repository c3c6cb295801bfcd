import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';

/** What the scripted model says, in pieces. */
const answer = [
  '## Done\n\nI looked at **server.ts** and `README.md`.\n\n',
  '| file | lines | note |\n|---|---|---|\n| server.ts | 13 | 漢字 and 🚀 |\n| README.md | 3 | é ✓ |\n\n',
  '```ts\nconst port = 8000;\nfor (const n of [1, 2, 3]) console.log(`line ${n}`);\n```\n\n',
  '1. First, a list item that is long enough to be wrapped on a terminal of eighty columns or so, I think.\n',
  '2. Second: see [the docs](https://example.com/docs).\n\n> A quote.\n\n- [x] finished\n- [ ] not yet\n\nThat is all. 🎉\n',
].flatMap((part) => part.match(/.{1,24}/gsu) ?? []);

type Line = [event: string | null, data: unknown];

const usage = { input_tokens: 10, output_tokens: 20, total_tokens: 30 };

function anthropic(): Line[] {
  const message = {
    id: 'm1',
    type: 'message',
    role: 'assistant',
    model: 'demo',
    content: [],
    stop_reason: null,
    usage,
  };
  const lines: Line[] = [
    ['message_start', { type: 'message_start', message }],
    ['content_block_start', { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }],
  ];
  for (const text of answer) {
    lines.push(['content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }]);
  }
  lines.push(
    ['content_block_stop', { type: 'content_block_stop', index: 0 }],
    ['message_delta', { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage }],
    ['message_stop', { type: 'message_stop' }],
  );
  return lines;
}

function named(type: string, rest: object): Line {
  return [type, { type, ...rest }];
}

function responses(): Line[] {
  const item = { id: 'i1', type: 'message', role: 'assistant', status: 'in_progress', content: [] };
  const text = answer.join('');
  const whole = { ...item, status: 'completed', content: [{ type: 'output_text', text, annotations: [] }] };
  return [
    named('response.created', { response: { id: 'r1' } }),
    named('response.output_item.added', { output_index: 0, item }),
    ...answer.map((delta) =>
      named('response.output_text.delta', { item_id: 'i1', output_index: 0, content_index: 0, delta }),
    ),
    named('response.output_item.done', { output_index: 0, item: whole }),
    named('response.completed', { response: { id: 'r1', output: [whole], usage } }),
  ];
}

function chunk(delta: object, finish: string | null): Line {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return [null, { id: 'c1', object: 'chat.completion.chunk', model: 'demo', choices }];
}

function completions(): Line[] {
  return [...answer.map((content) => chunk({ role: 'assistant', content }, null)), chunk({}, 'stop'), [null, '[DONE]']];
}

function gemini(): Line[] {
  return answer.map((text, index) => [
    null,
    {
      candidates: [
        {
          content: { role: 'model', parts: [{ text }] },
          index: 0,
          ...(index === answer.length - 1 && { finishReason: 'STOP' }),
        },
      ],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 20, totalTokenCount: 30 },
    },
  ]);
}

async function stream(response: ServerResponse, lines: readonly Line[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const [event, data] of lines) {
    if (event !== null) response.write(`event: ${event}\n`);
    response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  response.end();
}

/** A model that always says the same, for every protocol that the agents speak; gives what ends it. */
export async function startModelServer(port: number): Promise<() => void> {
  const server = createServer((request, response) => {
    request.resume();
    const url = request.url ?? '';
    if (process.env['SHOW'] !== undefined) process.stderr.write(`  ${request.method} ${url}\n`);
    if (url.includes('/messages')) void stream(response, anthropic());
    else if (url.includes('/responses')) void stream(response, responses());
    else if (url.includes('/chat/completions')) void stream(response, completions());
    else if (url.includes('streamGenerateContent')) void stream(response, gemini());
    else if (url.includes('generateContent')) response.end(JSON.stringify(gemini()[0]?.[1]));
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
