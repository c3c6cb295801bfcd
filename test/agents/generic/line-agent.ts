import { appendFileSync } from 'node:fs';

/*
 * A line-oriented agent, as small as one can be: a prompt, a turn, a question, a failure. It writes each prompt and each
 * answer that it took to the file of its first argument, as JSON, a line each. The other arguments: `paste` takes marked
 * pastes; `osc` says what it does by OSC 7501; `moody` asks a question out of the blue when it was pasted into.
 */

const [took = '', ...modes] = process.argv.slice(2);
const [paste, osc, moody] = ['paste', 'osc', 'moody'].map((mode) => modes.includes(mode));
const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

let line = '';
let pasted: string | null = null;
let asking: string | null = null;
let busy: NodeJS.Timeout | null = null;

const print = (text: string): void => void process.stdout.write(text.replaceAll('\n', '\r\n'));
const say = (state: string): void => void (osc && process.stdout.write(`\x1b]7501;state=${state}:app=line\x1b\\`));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function rest(state = 'idle'): void {
  busy = null;
  print('> ');
  say(state);
}

function ask(question: string): void {
  asking = question;
  print(`${question} (Y)es/(N)o [Yes]: `);
  say(`blocked:kind=permission:msg=${base64(question)}`);
}

function answered(answer: string): void {
  appendFileSync(took, `${JSON.stringify({ question: asking, answer })}\n`);
  asking = null;
  say('working');
  print(`${answer === 'y' || answer === '' ? 'added' : 'not added'}\n`);
  busy = setTimeout(rest, 300, 'done');
}

const stories: Readonly<Record<string, () => void>> = {
  work: () => {
    print('Thinking');
    let left = 8;
    busy = setInterval(() => {
      if (left-- > 0) return print('.');
      clearInterval(busy ?? undefined);
      print('\nI did it.\nShall I go on?\n\n');
      rest('done');
    }, 100);
  },
  ask: () => ask('Add src/a.ts to the chat?'),
  fail: () => {
    print('✗ the model is gone\n');
    say(`error:msg=${base64('the model is gone')}`);
    if (!osc) rest();
  },
  silent: () => void (busy = setTimeout(() => undefined, 1_000_000)),
  quit: () => process.exit(3),
};

function prompted(text: string): void {
  appendFileSync(took, `${JSON.stringify({ prompt: text })}\n`);
  say('working');
  const story = stories[text.split(/\s/)[0] ?? ''];
  if (story !== undefined) return story();
  print(`you said ${text.length} characters\n`);
  busy = setTimeout(rest, 50, 'done');
}

function key(char: string): void {
  if (char === '\x03' && busy !== null) {
    clearInterval(busy);
    print('^C\n');
    rest('idle');
  } else if (char === '\r') {
    const text = line;
    line = '';
    print('\n');
    if (asking !== null) answered(text);
    else if (busy === null) prompted(text);
  } else if (char >= ' ') {
    line += char;
    print(char);
  }
}

function typed(text: string): void {
  let left = text;
  while (left !== '') {
    if (pasted === null && left.startsWith(pasteStart)) {
      pasted = '';
      left = left.slice(pasteStart.length);
    } else if (pasted === null) {
      key(left.charAt(0));
      left = left.slice(1);
    } else {
      const end = left.indexOf(pasteEnd);
      pasted += end === -1 ? left : left.slice(0, end);
      left = end === -1 ? '' : left.slice(end + pasteEnd.length);
      if (end === -1) continue;
      if (moody) {
        print('\n');
        ask('Delete everything?');
      } else {
        line += pasted;
        print(pasted);
      }
      pasted = null;
    }
  }
}

process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => typed(bytes.toString()));
if (paste) process.stdout.write('\x1b[?2004h');
print('line agent 1.0\n');
rest();
