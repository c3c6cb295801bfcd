import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainModes } from '../../src/core/picture.ts';
import { type House, openHouse } from '../kit/house.ts';
import { ShellInPty } from '../tty/shell-in-pty.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');
let house: House;
beforeAll(async () => {
  house = await openHouse({ agents: { writer: 'true' } });
});
afterAll(() => house[Symbol.asyncDispose]());

/** An editor that asks for a word on the terminal it was given, as it was given, and ends as it is told. */
const editor = `#!/bin/bash
stty -a > "$HOUSE_STEPS/../line"
echo "EDITING $(basename "$1")"
read -r word
case $word in
  fail) echo lost > "$1"; exit 3 ;;
  die) kill -9 $$ ;;
  raw) stty raw -echo; exit 0 ;;
esac
echo "$word" >> "$1"
`;

async function form(): Promise<ShellInPty> {
  const path = join(house.repo.folder, 'editor.sh');
  writeFileSync(path, editor);
  chmodSync(path, 0o755);
  const shell = await ShellInPty.open({ ...house.env, EDITOR: path, VISUAL: '', TMPDIR: house.repo.folder });
  shell.type(`cd ${house.repo.root}; echo there\n`);
  await shell.until((text) => text.includes('\nthere\nready>'));
  shell.type(`${process.execPath} ${launcher}\n`);
  await shell.until((text) => text.includes('q quit'));
  shell.type('n');
  await shell.until((text) => text.includes('New task in'));
  return shell;
}

test('a long text is written in the own editor, which has the whole terminal; whatever becomes of it, the dashboard goes on', async () => {
  using shell = await form();
  const line = shell.line();
  const edit = async (word: string, then: (text: string) => boolean): Promise<void> => {
    shell.type('\x0f');
    await shell.until((text) => text.includes('EDITING goal.md') && !text.includes('New task in'));
    expect(shell.line()).not.toBe(line);
    expect(shell.screen.modes).toEqual(plainModes);
    shell.type(`${word}\r`);
    await shell.until((text) => text.includes('New task in') && then(text));
    expect(shell.line()).toBe(line);
    shell.screen.feed('\x1b[?1049l\x1b[2J\x1b[H\x1b[?1049h');
    shell.type('\x0c');
    await shell.until((text) => text.includes('New task in'));
  };
  await edit('first', (text) => /goal +first/.test(text));
  await edit('second', (text) => /goal +first[^]*second/.test(text));
  await edit('fail', (text) => /ended with status 3: the text/.test(text) && !text.includes('lost'));
  await edit('die', (text) => text.includes('was ended by SIGKILL'));
  await edit('raw', (text) => text.includes('the text is as it was'));
  for (let round = 0; round < 10; round += 1) await edit(`w${round}`, (text) => text.includes(`w${round}`));
  // Keys come to the form again, each of them.
  shell.type('\tsrc/**');
  await shell.until((text) => /boundary +src\/\*\*/.test(text));
  shell.type('\x1b[27u');
  await shell.until((text) => text.includes('q quit'));
  shell.type('q');
  await shell.until((text) => text.endsWith('ready>'));
  expect(shell.screen.modes).toEqual(plainModes);
  expect(readdirSync(house.repo.folder).filter((name) => name.startsWith('signalbox-'))).toEqual([]);
});

test('an interrupt key is for the editor', async () => {
  using shell = await form();
  shell.type('\x0f');
  await shell.until((text) => text.includes('EDITING goal.md'));
  shell.type('\x03');
  // The editor dies of it, and the dashboard takes keys again.
  await shell.until((text) => text.includes('New task in') && !text.includes('EDITING'));
  shell.type(' still here');
  await shell.until((text) => text.includes(' still here'));
});
