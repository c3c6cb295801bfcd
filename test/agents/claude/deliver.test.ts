import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlayedClaude } from './link.ts';
import { curl, event } from './payloads.ts';

const rule = '─'.repeat(40);

/** An input box that takes what is typed, as far as we type. */
class PlayedBox {
  readonly #claude: PlayedClaude;
  text = '';
  /** What Enter does; gives whether the text is taken. */
  onEnter: () => boolean = () => true;

  constructor(claude: PlayedClaude) {
    this.#claude = claude;
    claude.onType = (bytes) => this.type(bytes);
    this.type('');
  }

  type(bytes: string): void {
    if (bytes === '\r') {
      const prompt = this.text;
      if (this.onEnter()) {
        this.text = '';
        void this.#claude.hook(event.prompted(prompt));
      }
    } else if (bytes === '\x15\x7f') {
      // To the start of the line, and the line's end before it.
      this.text = this.text.slice(0, Math.max(0, this.text.lastIndexOf('\n')));
    } else if (bytes !== '\x05') this.text += bytes.replaceAll('\x1b[200~', '').replaceAll('\x1b[201~', '');
    const [first = '', ...rest] = this.text.split('\n');
    const lines = [rule, `❯ ${first}`.trimEnd(), ...rest.map((line) => `  ${line}`.trimEnd()), rule];
    const row = rest.length + 1;
    this.#claude.screen = { lines, row, column: 2 + (rest.at(-1) ?? first).length };
  }
}

let claude: PlayedClaude;
let box: PlayedBox;
beforeEach(async () => {
  claude = new PlayedClaude();
  box = new PlayedBox(claude);
  claude.registry('idle');
  await claude.hook(event.started);
  await claude.hook(event.prompted('Make it'));
  await claude.hook(event.stop('done'));
});
afterEach(() => claude.end());

function entersPressed(): number {
  return claude.typed.filter((bytes) => bytes === '\r').length;
}

test('a message is typed when all rests, and is delivered when its prompt is heard', async () => {
  expect(await claude.channel.deliver('one\n\n  two 漢字')).toBe('delivered');
  expect(claude.reports.at(-2)).toMatchObject({ kind: 'prompted', text: 'one\n\n  two 漢字' });
  expect(entersPressed()).toBe(1);
});

test('nothing is typed into a turn, a dialog or a session of which nothing is known', async () => {
  await claude.hook(event.prompted('next'));
  expect(await claude.channel.deliver('x')).toBe('later');
  await claude.hook(event.stop('done'));
  void claude.hook(event.asks('Bash', curl), 'call-1');
  expect(await claude.channel.deliver('x')).toBe('later');
  await claude.channel.answer('call-1', ['Deny']);
  claude.registry('busy');
  expect(await claude.channel.deliver('x')).toBe('later');
  expect(claude.typed).toEqual([]);
});

test('a draft of the person is neither sent nor destroyed', async () => {
  box.type('my own words');
  expect(await claude.channel.deliver('x')).toBe('later');
  expect(box.text).toBe('my own words');
  expect(claude.typed).toEqual([]);
});

test('a dialog that opens while we type gets no Enter, and what was typed is taken out the next time', async () => {
  const typeOn = claude.onType;
  claude.onType = (bytes) => {
    typeOn(bytes);
    if (bytes.includes('of it')) void claude.hook(event.asks('Bash', curl), 'call-1');
  };
  expect(await claude.channel.deliver('a first line of it\nand a second')).toBe('later');
  expect(entersPressed()).toBe(0);
  expect(box.text).toBe('a first line of it');
  claude.onType = typeOn;
  await claude.channel.answer('call-1', ['Deny']);
  expect(await claude.channel.deliver('other words')).toBe('delivered');
  expect(claude.reports.findLast(({ kind }) => kind === 'prompted')).toMatchObject({ text: 'other words' });
});

test('a prompt that comes back, because its turn was broken off at once, is said again with the next one', async () => {
  await claude.channel.deliver('the checks are red');
  box.type('the checks are red');
  await claude.hook(event.stop('done'));
  expect(await claude.channel.deliver('and a word')).toBe('delivered');
  const prompts = claude.reports.flatMap((report) => (report.kind === 'prompted' ? [report.text] : []));
  expect(prompts.slice(-2)).toEqual(['the checks are red', 'the checks are red\n\nand a word']);
});

test('what the person types meanwhile is not sent', async () => {
  const typeOn = claude.onType;
  claude.onType = (bytes) => {
    typeOn(bytes);
    if (bytes.includes('second')) typeOn('and mine');
  };
  expect(await claude.channel.deliver('first\nsecond')).toBe('later');
  expect(entersPressed()).toBe(0);
});

test('an Enter that is lost is pressed once more; one that nobody confirms is said to be so', async () => {
  let presses = 0;
  box.onEnter = () => (presses += 1) === 2;
  expect(await claude.channel.deliver('one')).toBe('delivered');
  box.onEnter = () => {
    box.text = '';
    return false;
  };
  await claude.hook(event.stop('done'));
  expect(await claude.channel.deliver('two')).toBe('unconfirmed');
  expect(presses).toBe(2);
});
