import type { Terminal } from '@xterm/headless';

/** What XTGETTCAP tells, by name; '' for what is simply there. */
const capabilities: Readonly<Record<string, string>> = {
  TN: 'xterm-256color',
  name: 'xterm-256color',
  Co: '256',
  colors: '256',
  RGB: '8/8/8',
  Tc: '',
  Su: '',
  setrgbf: '\x1b[38:2::%p1%d:%p2%d:%p3%dm',
  setrgbb: '\x1b[48:2::%p1%d:%p2%d:%p3%dm',
  Smulx: '\x1b[4:%p1%dm',
};

/** Names looked at in one request. */
const mostNames = 64;

function toHex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex').toUpperCase();
}

function capabilityReply(hexName: string): string {
  const name = /^(?:[\da-f]{2}){1,16}$/i.test(hexName) ? Buffer.from(hexName, 'hex').toString('latin1') : '';
  const value = Object.hasOwn(capabilities, name) ? capabilities[name] : undefined;
  // A name that is not ours is not repeated: a reply is input to the program. One that is can only differ in case.
  if (value === undefined) return '\x1bP0+r\x1b\\';
  return `\x1bP1+r${hexName}${value === '' ? '' : `=${toHex(value)}`}\x1b\\`;
}

/** Answers XTGETTCAP (`DCS + q`), one reply for each name. */
export function answerCapabilities(terminal: Terminal, reply: (answer: string) => void): void {
  terminal.parser.registerDcsHandler({ intermediates: '+', final: 'q' }, (names) => {
    reply(names.split(';', mostNames).map(capabilityReply).join(''));
    return true;
  });
}
