import { expect, test } from 'vitest';
import { chosenOf, pasted, promptText } from '../../../src/agents/gemini/typing.ts';
import { PlayedAgent } from './played-agent.ts';
import { hookEvent, hookEvents, screenOf } from './recorded.ts';

async function asking(agent: PlayedAgent, screen: string, having: string) {
  agent.says('');
  agent.title('working');
  for (const event of hookEvents)
    if (/^(?:BeforeTool|Notification)$/.test(event.hook_event_name) && JSON.stringify(event).includes(having))
      await agent.hook(event);
  agent.shows(screen);
  agent.title('action');
  return agent.reported('dialog-opened');
}

const questions = 'Which one of these should it be?';

test('a permission is told in full, answered by its number, and gone by our answer', async () => {
  using agent = new PlayedAgent();
  const opened = await asking(agent, '80x24-shell', 'for i in 1 2 3');
  expect(opened).toMatchObject({
    about: 'permission',
    questions: [
      { text: 'Allow execution of [Shell]?', options: ['Allow once', 'Allow for this session', 'No, suggest changes'] },
    ],
  });
  expect(opened.questions[0]?.detail).toMatch(/^for i in .* done$/);
  agent.onType = () => {
    agent.shows('80x24-working');
    agent.title('working');
  };
  expect(await agent.channel.answer(opened.dialog, ['No, suggest changes'])).toBe('answered');
  expect(agent.typed).toEqual(['3']);
  expect(agent.told).not.toContain('dialog-closed');
});

test('a change is told as a diff, without the editor that opens in its terminal', async () => {
  using agent = new PlayedAgent();
  const opened = await asking(agent, '80x24-write', 'new words here');
  expect(opened.questions[0]?.detail).toContain('+new words here');
  expect(opened.questions[0]?.options).toEqual(['Allow once', 'Allow for this session', 'No, suggest changes']);
});

test('answered in its terminal: it is reported, and an answer that comes later types nothing', async () => {
  using agent = new PlayedAgent();
  const opened = await asking(agent, '80x24-shell', 'for i in 1 2 3');
  agent.shows('80x24-working');
  agent.title('working');
  expect(await agent.reported('dialog-closed')).toMatchObject({ dialog: opened.dialog, by: 'terminal' });
  expect(await agent.channel.answer(opened.dialog, ['Allow once'])).toBe('gone');
  expect(agent.typed).toEqual([]);
});

test('the next of several has come to its place: no key is typed into it', async () => {
  using agent = new PlayedAgent();
  const opened = await asking(agent, '80x24-queue1', 'touch one');
  agent.onType = () => agent.shows('80x24-queue2');
  expect(await agent.channel.answer(opened.dialog, ['Allow once'])).toBe('answered');
  expect(agent.typed).toEqual(['1']);
});

test('a key that comes beside it is taken back out of the input box', async () => {
  using agent = new PlayedAgent();
  const opened = await asking(agent, '80x24-shell', 'for i in 1 2 3');
  const box = screenOf('80x24-draft').map((line) => line.replace('a draft', '1'));
  agent.onType = (bytes) => agent.shows(bytes === '1' ? box : '80x24-ready');
  expect(await agent.channel.answer(opened.dialog, ['Allow once'])).toBe('answered');
  expect(agent.typed).toEqual(['1', '\u007f']);
});

test('a later daemon finds the same dialog under the same name, at another size too', async () => {
  using agent = new PlayedAgent();
  const opened = await asking(agent, '80x24-shell', 'for i in 1 2 3');
  agent.shows('200x50-shell');
  agent.reopen('working');
  agent.onType = () => {
    agent.shows('80x24-working');
    agent.title('working');
  };
  expect(await agent.channel.answer(opened.dialog, ['Allow once'])).toBe('answered');
  expect(agent.told.filter((kind) => kind.startsWith('dialog'))).toEqual(['dialog-opened']);
});

test('one that another comes in front of keeps its name, and is answered when it is shown again', async () => {
  using agent = new PlayedAgent();
  const alone = screenOf('80x24-queue1').map((line) => line.replace('1 of 3', '      '));
  agent.says('');
  agent.title('working');
  await agent.hook(hookEvent('Notification', 'touch one'));
  agent.shows(alone);
  agent.title('action');
  const shell = await agent.reported('dialog-opened');
  await agent.hook(hookEvent('BeforeTool', questions));
  const before = agent.reports.length;
  agent.shows(screenOf('80x24-multi').map((line) => line.replace('3 of 3', '1 of 2')));
  const asked = await agent.reported('dialog-opened', before);
  expect(asked).toMatchObject({ about: 'question' });
  expect(asked.questions.map((question) => [question.text, question.multiple])).toEqual([
    [questions, true],
    ['Name it', false],
    ['Sure?', false],
  ]);
  const answer = agent.channel.answer(shell.dialog, ['Allow for this session']);
  agent.onType = () => agent.shows('80x24-working');
  agent.shows(screenOf('80x24-queue1').map((line) => line.replace('1 of 3', '2 of 2')));
  expect(await answer).toBe('answered');
  expect(agent.typed).toEqual(['2']);
  expect(agent.reports.filter((report) => report.kind === 'dialog-closed')).toMatchObject([{ dialog: asked.dialog }]);
});

test('what blocks a start is a menu', async () => {
  using agent = new PlayedAgent();
  agent.title('ready');
  agent.shows('80x24-trust');
  expect(await agent.reported('dialog-opened')).toMatchObject({
    about: 'menu',
    questions: [{ options: { length: 3 } }],
  });
});

test('questions are answered one after the other, by what the screen shows', async () => {
  using agent = new PlayedAgent();
  const opened = await asking(agent, '80x24-multi', questions);
  const next: Record<string, () => void> = {
    '1': () => agent.shows('80x24-multi-checked'),
    '5': () => agent.shows('80x24-text'),
    [pasted('foo')]: () => agent.shows('80x24-text-typed'),
    '\r': () => agent.shows(agent.typed.length < 5 ? '80x24-yesno' : '80x24-answered'),
    '2': () => agent.shows('80x24-review'),
  };
  agent.onType = (bytes) => next[bytes]?.();
  expect(await agent.channel.answer(opened.dialog, ['A1', 'foo', 'No'])).toBe('answered');
  expect(agent.typed).toEqual(['1', '5', pasted('foo'), '\r', '2', '\r']);
});

test('labels with commas, and a text of one’s own', () => {
  expect(chosenOf(['A, b', 'A', 'C'], 'A, b, C')).toEqual({ chosen: new Set([0, 2]), other: '' });
  expect(chosenOf(['A', 'C'], 'C, something else')).toEqual({ chosen: new Set([1]), other: 'something else' });
});

test('a prompt is typed into an empty box that rests, and is taken when a hook says so', async () => {
  using agent = new PlayedAgent();
  agent.says('');
  agent.shows('80x24-ready');
  agent.title('working');
  expect(await agent.channel.deliver('a draft')).toBe('later');
  agent.title('ready');
  agent.onType = (bytes) => {
    if (bytes === '\r') void agent.hook({ ...hookEvent('BeforeAgent'), prompt: 'a draft' });
    else agent.shows('80x24-draft');
  };
  expect(await agent.channel.deliver('a draft\n')).toBe('delivered');
  expect(agent.typed).toEqual([pasted('a draft '), '\r']);
  expect(await agent.channel.deliver('a draft')).toBe('later');
});

test('the box holds what a person typed: nothing is typed behind it', async () => {
  using agent = new PlayedAgent();
  agent.shows('80x24-draft');
  agent.title('working');
  agent.title('ready');
  expect(await agent.channel.deliver('more')).toBe('later');
  expect(agent.typed).toEqual([]);
});

test('no text is a command, ends the paste, or is completed at its end', () => {
  expect(promptText('/help me')).toBe('Message: /help me ');
  expect(promptText('/tmp/x is a path\n')).toBe('/tmp/x is a path ');
  expect(pasted('a\u001b[201~b\r\nc\td')).toBe('\u001b[200~a[201~b\nc\td\u001b[201~');
});
