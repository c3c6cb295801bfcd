import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { ShellInPty } from './shell-in-pty.ts';

const program = fileURLToPath(new URL('zoom-program.ts', import.meta.url));

/** What a program in zoom that asked for these modes gets when the bytes come from the real terminal, as `cat -v` shows it. */
async function got(modes: string, bytes: string): Promise<string> {
  using shell = await ShellInPty.open();
  const command = `stty raw -echo; printf "${modes.replaceAll('\x1b', '\\033')}ready;"; exec cat -v`;
  shell.type(`${process.execPath} ${program} '${command}'\n`);
  await shell.until((text) => text.includes('  ready;'));
  shell.type(`${bytes}the end`);
  const text = await shell.until((now) => now.includes('the end'));
  shell.type('\x1d');
  await shell.until((now) => now.endsWith('ready>'));
  const [, shown = ''] = /ready;(.*)the end/s.exec(text.replaceAll(/\n {2}/g, '')) ?? [];
  return shown;
}

test('a program that asked for nothing gets every byte of the keyboard', async () => {
  const all = Array.from({ length: 127 }, (_, byte) => String.fromCharCode(byte + 1));
  // The escape byte alone takes time, tab and newline are not shown by cat, and one is the detach key.
  const typed = all.filter((one) => !'\t\n\x1b\x1d'.includes(one)).join('');
  const shown = Array.from(typed, (one) => {
    const code = one.charCodeAt(0);
    return code < 32 ? `^${String.fromCharCode(code + 64)}` : code === 127 ? '^?' : one;
  });
  expect(await got('', typed)).toBe(shown.join(''));
  expect(await got('', '\x1b[A\x1bx\x1b[1~\x1b[I\x1b[<0;5;4M\x1b[200~a\nb\x1b[201~')).toBe('^[[A^[x^[[Ha^Mb');
});

test('a program that asked for everything gets it in its own way', async () => {
  const modes = '\x1b[?1h\x1b[?1004h\x1b[?2004h\x1b[?1003h\x1b[?1006h\x1b[>1u';
  const bytes = '\x01\x1b[A\x1bx\x1b[O\x1b[<35;5;4M\x1b[200~a\x1b[201\x07~b\x1b[201~';
  expect(await got(modes, bytes)).toBe('^[[97;5u^[[A^[[120;3u^[[O^[[<35;3;3M^[[200~a[201^G~b^[[201~');
});

test('a pager gets arrows from the wheel, an older program three bytes from the mouse', async () => {
  expect(await got('\x1b[?1049h\x1b[?1h', '\x1b[<64;5;4M')).toBe('^[OA^[OA^[OA');
  expect(await got('\x1b[?1000h', '\x1b[<2;5;4M\x1b[<2;5;4m')).toBe('^[[M"##^[[M###');
});
