import { expect, test } from 'vitest';
import { z } from 'zod';
import { Model } from './model-server.ts';

const shell = { name: 'Bash', input_schema: { type: 'object' } };
const asked = (url: string, path: string, body: object) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const anthropicSays = async (model: Model, text: string) => {
  const body = { model: 'm', tools: [shell], messages: [{ role: 'user', content: text }] };
  const answer = z
    .object({ content: z.array(z.looseObject({ text: z.string().optional() })) })
    .parse(await (await asked(model.url, '/v1/messages', body)).json());
  return answer.content.map((block) => block.text ?? '').join('');
};

test.each([
  [
    '/v1/messages',
    { messages: [{ role: 'user', content: 'make it' }], tools: [shell] },
    /input_json_delta.*echo hi.*tool_use.*message_stop/s,
  ],
  [
    '/v1/responses',
    { input: [{ role: 'user', content: 'make it' }], tools: [{ type: 'function', name: 'exec_command' }] },
    /output_text.delta.*function_call.*echo hi.*response.completed/s,
  ],
  [
    '/v1/chat/completions',
    { messages: [{ role: 'user', content: 'make it' }], tools: [{ type: 'function', function: { name: 'bash' } }] },
    /tool_calls.*echo hi.*DONE/s,
  ],
  [
    '/v1beta/models/m:streamGenerateContent',
    {
      contents: [{ role: 'user', parts: [{ text: 'make it' }] }],
      tools: [{ functionDeclarations: [{ name: 'run_shell_command' }] }],
    },
    /functionCall.*run_shell_command.*echo hi.*STOP/s,
  ],
])('one scenario is told in the words of %s', async (path, body, wanted) => {
  await using model = await Model.start([[{ say: 'I will.' }, { shell: 'echo hi' }]]);
  const answer = await asked(model.url, path, { model: 'm', stream: true, ...body });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  expect(await answer.text()).toMatch(wanted);
  expect(model.requests).toMatchObject([{ last: 'make it', lastIs: 'user', said: ['make it'] }]);
  expect(model.complaints).toEqual([]);
});

test('conversations do not mix, and a turn waits for its condition', async () => {
  await using model = await Model.start({
    conversations: [
      { title: 'first', turns: [{ say: '1a' }, { when: 'first, go on', does: [{ say: '1b' }] }] },
      { title: 'second', turns: [{ say: '2a' }], reactions: [{ when: 'cheer', does: [{ say: 'hurray' }], times: 2 }] },
    ],
  });
  expect(await anthropicSays(model, 'first')).toBe('1a');
  expect(await anthropicSays(model, 'second, cheer')).toBe('hurray');
  expect(await anthropicSays(model, 'first, wait')).toBe('I have nothing to add.');
  expect(await anthropicSays(model, 'second')).toBe('2a');
  expect(await anthropicSays(model, 'first, go on')).toBe('1b');
  expect(model.complaints).toEqual(['no turn for user: first, wait']);
});

test('failures come in the provider’s own form, and holds wait for their release', async () => {
  await using model = await Model.start([{ fail: 'overloaded' }, [{ hold: 'here' }, { say: 'now' }], { drop: true }]);
  const body = { model: 'm', tools: [shell], messages: [{ role: 'user', content: 'x' }] };
  const failed = await asked(model.url, '/v1/messages', body);
  expect(failed.status).toBe(529);
  expect(await failed.json()).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } });

  const held = anthropicSays(model, 'x');
  await model.reached('here');
  model.release('here');
  expect(await held).toBe('now');
  await expect(asked(model.url, '/v1/messages', body)).rejects.toThrow('fetch failed');
});

test('what an agent asks for its own ends uses no turn up', async () => {
  await using model = await Model.start([{ say: 'the answer' }]);
  const title = { model: 'm', messages: [{ role: 'user', content: 'name this' }] };
  expect(await (await asked(model.url, '/v1/messages', title)).json()).toMatchObject({
    content: [{ text: 'A short title' }],
  });
  expect(await (await asked(model.url, '/v1/messages/count_tokens', title)).json()).toEqual({ input_tokens: 10 });
  expect(model.requests).toEqual([]);
  expect(await anthropicSays(model, 'x')).toBe('the answer');
});
