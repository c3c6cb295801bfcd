import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { generic } from '../../../src/agents/generic.ts';
import { InPty } from './in-pty.ts';

const rules = {
  failed: ['^✗ (.*)$'],
  asking: ['^.*\\(Y\\)es/\\(N\\)o.*: ?$'],
  working: ['last: Thinking'],
  resting: ['^> ?$'],
};

/** The agent of line-agent.ts under the generic adapter. `rules` as a person would write them. */
function lineAgent(modes: readonly string[], options: { withRules?: boolean; briefing?: string } = {}): Promise<InPty> {
  const took = join(mkdtempSync(join(tmpdir(), 'sb-took-')), 'took.jsonl');
  writeFileSync(took, '');
  return InPty.start(generic, {
    command: [process.execPath, join(import.meta.dirname, 'line-agent.ts'), took, ...modes],
    briefing: options.briefing ?? 'hello',
    ...(options.withRules !== false && { rules }),
  });
}

describe.concurrent('by the rules of the configuration', () => {
  test('the prompt is typed once, when it first rests, and the turn ends when it rests again', async () => {
    await using agent = await lineAgent([], { briefing: 'work on it' });
    const ended = await agent.reported('turn-ended');
    expect(agent.took()).toEqual([{ prompt: 'work on it' }]);
    expect(agent.told).toEqual(['resting', 'prompted', 'working', 'turn-ended']);
    expect(ended).toMatchObject({
      words: 'Thinking........\nI did it.\nShall I go on?',
      background: [],
      held: false,
      rule: 'resting: ^> ?$',
    });
  });

  test('a text of many lines arrives as one where pastes are marked, otherwise line by line', async () => {
    const text = 'one\n  two: $x "quoted" `back`\n\n日本 and é\n'.repeat(20);
    await using marked = await lineAgent(['paste']);
    await marked.reported('turn-ended');
    expect(await marked.channel.deliver(text)).toBe('delivered');
    expect(marked.took()).toEqual([{ prompt: 'hello' }, { prompt: text.trimEnd() }]);

    await using plain = await lineAgent([]);
    await plain.reported('turn-ended');
    expect(await plain.channel.deliver('first\n  second\nthird')).toBe('delivered');
    await plain.until('all', () => plain.took().length === 4);
    expect(plain.took().map(({ prompt }) => prompt)).toEqual(['hello', 'first', '  second', 'third']);
  });

  test('a question is a dialog, is answered by its letter, and nothing is typed into it before', async () => {
    await using agent = await lineAgent(['paste']);
    await agent.reported('turn-ended');
    await agent.channel.deliver('ask');
    const opened = await agent.reported('dialog-opened');
    expect(opened.questions).toEqual([
      {
        text: 'Add src/a.ts to the chat? (Y)es/(N)o [Yes]:',
        detail: null,
        options: ['Yes', 'No'],
        default: 'Yes',
        multiple: false,
        freeText: true,
      },
    ]);
    expect(await agent.channel.deliver('a message')).toBe('later');
    expect(await agent.channel.answer('another', ['Yes'])).toBe('gone');
    expect(await agent.channel.answer(opened.dialog, ['No'])).toBe('answered');
    await agent.reported('turn-ended', agent.reports.indexOf(opened));
    expect(agent.took().slice(1)).toEqual([{ prompt: 'ask' }, { question: 'Add src/a.ts to the chat?', answer: 'n' }]);
    expect(await agent.channel.answer(opened.dialog, ['Yes'])).toBe('gone');
  });

  test('a dialog that the person answers in the terminal is closed; the same one later is another', async () => {
    await using agent = await lineAgent([]);
    await agent.reported('turn-ended');
    await agent.channel.deliver('ask');
    const first = await agent.reported('dialog-opened');
    agent.keys('y\r');
    expect(await agent.reported('dialog-closed')).toMatchObject({ dialog: first.dialog, by: 'terminal' });
    const ended = await agent.reported('turn-ended', agent.reports.indexOf(first));
    await agent.channel.deliver('ask');
    const second = await agent.reported('dialog-opened', agent.reports.indexOf(ended));
    expect(second.dialog).not.toBe(first.dialog);
  });

  test('a dialog that opens while a text is typed does not get the Enter', async () => {
    await using agent = await lineAgent(['paste', 'moody'], { briefing: 'hello' });
    const opened = await agent.reported('dialog-opened');
    expect(opened.questions[0]?.text).toContain('Delete everything?');
    expect(agent.took()).toEqual([]);
    expect(agent.logged).toContain('a dialog opened while a text was typed: Enter was not pressed');
  });

  test('a failure is told once, and the next prompt begins anew', async () => {
    await using agent = await lineAgent([]);
    await agent.reported('turn-ended');
    await agent.channel.deliver('fail');
    expect(await agent.reported('turn-failed')).toMatchObject({ reason: 'the model is gone' });
    await agent.until('a rest', () => agent.told.at(-1) === 'resting');
    expect(await agent.channel.deliver('work')).toBe('delivered');
    await agent.until('the end', () => agent.told.at(-1) === 'turn-ended');
    expect(agent.told.filter((kind) => kind === 'turn-failed')).toHaveLength(1);
  });

  test('what the person types in the terminal is a turn, too', async () => {
    await using agent = await lineAgent([]);
    const first = await agent.reported('turn-ended');
    agent.keys('work on that\r');
    await agent.reported('turn-ended', agent.reports.indexOf(first) + 1);
    expect(agent.reports.filter((report) => report.kind === 'prompted')).toMatchObject([
      { text: 'hello' },
      { text: null, rule: 'working: last: Thinking' },
    ]);
  });

  test("a person's half-typed text is not sent along", async () => {
    await using agent = await lineAgent([]);
    await agent.reported('turn-ended');
    agent.keys('half a sen');
    await agent.until('the draft', () => agent.screen.text().includes('half a sen'));
    expect(await agent.channel.deliver('a message')).toBe('later');
    expect(agent.took()).toEqual([{ prompt: 'hello' }]);
  });

  test('an interrupt is Ctrl-C, only while a turn runs, and its rest is no end', async () => {
    await using agent = await lineAgent([]);
    await agent.reported('turn-ended');
    expect(await agent.channel.interrupt()).toBe(false);
    await agent.channel.deliver('silent');
    await agent.until('working', () => agent.told.at(-1) === 'working');
    expect(await agent.channel.interrupt()).toBe(true);
    await agent.reported('interrupted');
    expect(agent.told.filter((kind) => kind === 'turn-ended')).toHaveLength(1);
  });

  test('a later daemon types no prompt again, and calls an open dialog by its name', async () => {
    await using agent = await lineAgent([]);
    await agent.reported('turn-ended');
    await agent.channel.deliver('ask');
    const opened = await agent.reported('dialog-opened');
    agent.reopen();
    expect(await agent.channel.answer(opened.dialog, ['Yes'])).toBe('answered');
    await agent.reported('turn-ended', agent.reports.indexOf(opened));
    expect(agent.took().map(({ prompt, answer }) => prompt ?? answer)).toEqual(['hello', 'ask', 'y']);
  });
});

describe.concurrent('by OSC 7501', () => {
  test('the program is its own authority, without any rule', async () => {
    await using agent = await lineAgent(['osc', 'paste'], { withRules: false, briefing: 'work' });
    await agent.reported('turn-ended');
    expect(agent.told.filter((kind) => kind !== 'unknown')).toEqual(['resting', 'prompted', 'working', 'turn-ended']);
    expect(agent.took()).toEqual([{ prompt: 'work' }]);
  });

  test('what blocks it is a dialog with its own words, and is answered', async () => {
    await using agent = await lineAgent(['osc', 'paste'], { withRules: false, briefing: 'ask' });
    const opened = await agent.reported('dialog-opened');
    expect(opened).toMatchObject({ about: 'menu', rule: 'OSC 7501 blocked' });
    expect(opened.questions[0]).toMatchObject({ text: 'Add src/a.ts to the chat?', options: [] });
    expect(await agent.channel.deliver('no')).toBe('later');
    expect(await agent.channel.answer(opened.dialog, ['n'])).toBe('answered');
    await agent.reported('turn-ended');
    expect(agent.took().at(-1)).toEqual({ question: 'Add src/a.ts to the chat?', answer: 'n' });
    // That it goes on is our own doing, and nobody's in the terminal.
    expect(agent.told).not.toContain('dialog-closed');
  });

  test('an error is a failed turn with its reason', async () => {
    await using agent = await lineAgent(['osc'], { withRules: false, briefing: 'fail' });
    expect(await agent.reported('turn-failed')).toMatchObject({ reason: 'the model is gone', rule: 'OSC 7501 error' });
  });

  test('an idle after one that says done is a turn broken off', async () => {
    await using agent = await lineAgent(['osc'], { withRules: false });
    await agent.reported('turn-ended');
    await agent.channel.deliver('silent');
    await agent.until('working', () => agent.told.at(-1) === 'working');
    expect(await agent.channel.interrupt()).toBe(true);
    await agent.reported('interrupted');
  });
});

test('with neither rules nor words nothing is guessed, and nothing typed', async () => {
  await using agent = await lineAgent([], { withRules: false });
  await agent.until('a report', () => agent.reports.length > 0);
  await agent.until('its prompt', () => agent.screen.text().includes('\n>'));
  expect(await agent.channel.deliver('hello')).toBe('later');
  expect(new Set(agent.told)).toEqual(new Set(['unknown']));
  expect(agent.took()).toEqual([]);
});
