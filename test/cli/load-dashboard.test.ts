import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const built = resolve(import.meta.dirname, '../../dist/cli/load-dashboard.js');

/** Loads the dashboard in a process of its own and gives the files of libraries that were loaded for it. */
function loaded(): string[] {
  const script = `
    const module = process.getBuiltinModule('node:module');
    const urls = new Set();
    module.registerHooks({ load: (url, context, next) => { urls.add(url); return next(url, context); } });
    const { loadDashboard } = await import(${JSON.stringify(built)});
    const { openDashboard } = await loadDashboard();
    if (typeof openDashboard !== 'function') throw new Error('no dashboard');
    console.log([...urls].join('\\n'));
    process.exit(0);`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).split('\n');
}

test('the dashboard is loaded without the hundreds of files that Ink names and does not use', () => {
  const urls = loaded();
  const ofLibrary = urls.filter((url) => url.includes('/es-toolkit/'));
  expect(urls.filter((url) => url.includes('/ink/')).length).toBeGreaterThan(20);
  expect(ofLibrary.some((url) => url.endsWith('/throttle.mjs'))).toBe(true);
  expect(ofLibrary.length).toBeLessThan(20);
});
