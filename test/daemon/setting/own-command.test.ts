import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launcher, provideOwnCommand } from '../../../src/daemon/setting/own-command.ts';
import { placesOf } from '../../../src/wire/places.ts';

test('the command starts the launcher beside this build, on this Node, from a folder with any name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-own-'));
  try {
    const places = placesOf({ SIGNALBOX_HOME: join(folder, `a 'quoted' "home" $HOME`) });
    expect(statSync(launcher).isFile()).toBe(true);
    // Twice, as by a daemon that follows another: the old one is replaced as a whole, and nothing else is left.
    provideOwnCommand(places);
    const old = readFileSync(join(places.home, 'bin', 'signalbox'), 'utf8');
    writeFileSync(join(places.home, 'bin', 'signalbox'), '');
    const bin = provideOwnCommand(places);
    expect(readdirSync(bin)).toEqual(['signalbox', 'signalbox-hook']);
    expect(readFileSync(join(bin, 'signalbox'), 'utf8')).toBe(old);
    expect(old.split('\n')[1]).toBe(`exec '${process.execPath}' '${launcher}' "$@"`);
    expect(statSync(join(bin, 'signalbox')).mode & 0o777).toBe(0o700);
    // It can be run, whatever the path: the shell finds Node and the launcher, which answers.
    const said = execFileSync('sh', ['-c', 'signalbox --help'], {
      env: { PATH: `${bin}:/usr/bin:/bin`, SIGNALBOX_HOME: places.home },
      encoding: 'utf8',
    });
    expect(said).toContain('signalbox');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
