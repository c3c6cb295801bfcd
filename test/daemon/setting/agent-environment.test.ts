import { expect, test } from 'vitest';
import { clientEnvironment } from '../../../src/daemon/setting/agent-environment.ts';

test("the client's environment without ours and npm's", () => {
  expect(
    clientEnvironment({
      HOME: '/home/ada',
      LANG: 'de_AT.UTF-8',
      API_KEY: 'secret',
      npmrc: 'kept',
      SIGNALBOX_SESSION: '/run/s-1.sock',
      SIGNALBOX_HOME: '/elsewhere',
      npm_config_cache: '/c',
      npm_package_name: 'acme',
      INIT_CWD: '/work',
      TMUX: '/tmp/tmux',
      STY: '1',
      COLUMNS: '80',
      LINES: '24',
      NODE_OPTIONS: '--inspect',
      PATH: '/usr/bin:/bin',
    }),
  ).toEqual({
    HOME: '/home/ada',
    LANG: 'de_AT.UTF-8',
    API_KEY: 'secret',
    npmrc: 'kept',
    PATH: '/usr/bin:/bin',
  });
});

test('folders that npm put before PATH are taken off, those of the person stay', () => {
  const path = '/work/node_modules/.bin:/node_modules/.bin:/npm/node-gyp-bin:/home/ada/bin:/usr/bin';
  expect(clientEnvironment({ PATH: path, npm_lifecycle_event: 'start' })).toEqual({ PATH: '/home/ada/bin:/usr/bin' });
  expect(clientEnvironment({ PATH: path })).toEqual({ PATH: path });
});

test('the present folder never comes into PATH by an empty entry', () => {
  expect(clientEnvironment({ PATH: ':/usr/bin::/bin:' })).toEqual({ PATH: '/usr/bin:/bin' });
  for (const env of [{}, { PATH: '' }, { PATH: ':' }]) expect(clientEnvironment(env)).toEqual({});
});
