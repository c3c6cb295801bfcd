import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { holderSocket, placesOf, runFolder, sessionSocket } from '../../src/wire/places.ts';

const { uid } = userInfo();

test('SIGNALBOX_HOME moves everything', () => {
  const places = placesOf({ SIGNALBOX_HOME: '/somewhere', XDG_RUNTIME_DIR: '/run/user/7', XDG_CONFIG_HOME: '/config' });
  expect(places).toEqual({
    home: '/somewhere',
    journal: '/somewhere/journal.db',
    daemonLog: '/somewhere/daemon.log',
    runtime: '/somewhere/run',
    controlSocket: '/somewhere/run/control.sock',
    userConfig: '/somewhere/config.yaml',
    worktrees: '/somewhere/worktrees',
    gateWorktrees: '/somewhere/gates',
  });
  expect(runFolder(places, 4, 2)).toBe('/somewhere/sessions/4/run-2');
  expect(placesOf({ SIGNALBOX_HOME: 'here/below' }).home).toBe(resolve('here/below'));
});

test('the XDG folders are used, and what is not set falls back to the usual ones', () => {
  const env = {
    HOME: '/home/ada',
    XDG_STATE_HOME: '/state',
    XDG_RUNTIME_DIR: '/run/user/7',
    XDG_CONFIG_HOME: '/config',
  };
  expect(placesOf(env)).toMatchObject({
    home: '/state/signalbox',
    runtime: '/run/user/7/signalbox',
    userConfig: '/config/signalbox/config.yaml',
  });
  const usual = {
    home: '/home/ada/.local/state/signalbox',
    runtime: `/tmp/signalbox-${uid}`,
    userConfig: '/home/ada/.config/signalbox/config.yaml',
  };
  expect(placesOf({ HOME: '/home/ada' })).toMatchObject(usual);
  // Empty and relative ones are to be ignored, by the rules for these variables; TMPDIR differs between logins.
  expect(
    placesOf({ HOME: '/home/ada', XDG_STATE_HOME: 'state', XDG_RUNTIME_DIR: '', XDG_CONFIG_HOME: './c', TMPDIR: '/t' }),
  ).toMatchObject(usual);
});

test('sockets of a home with a long path lie in /tmp, for each home its own folder', () => {
  const long = `/${'x'.repeat(100)}`;
  const places = placesOf({ SIGNALBOX_HOME: long });
  expect(places.home).toBe(long);
  expect(places.runtime).toMatch(new RegExp(`^/tmp/signalbox-${uid}-[0-9a-f]{12}$`));
  expect(placesOf({ SIGNALBOX_HOME: long }).runtime).toBe(places.runtime);
  expect(placesOf({ SIGNALBOX_HOME: `${long}y` }).runtime).not.toBe(places.runtime);
});

test('no socket path is ever longer than the system takes', () => {
  for (let length = 1; length < 200; length++) {
    const places = placesOf({ SIGNALBOX_HOME: `/${'ä'.repeat(length)}` });
    for (const path of [places.controlSocket, sessionSocket(places, 123_456), holderSocket(places, 123_456, 1234)]) {
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(107);
    }
  }
});

test('a runtime folder too long for sockets is one sentence that says what to do', () => {
  const env = { HOME: '/h', XDG_RUNTIME_DIR: `/${'r'.repeat(90)}` };
  expect(() => placesOf(env)).toThrow(Fault);
  expect(() => placesOf(env)).toThrow(/has too long a path$/);
});
