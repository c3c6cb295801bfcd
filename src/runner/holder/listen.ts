import { chmodSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Server } from 'node:net';
import { dirname } from 'node:path';
import { hasCode } from '../../core/has-code.ts';

import { Fault } from '../../core/fault.ts';
import { makePrivateFolder } from '../../wire/private-folder.ts';

/** The system's limit for the path of a unix socket, without its closing zero byte. */
const longestPath = process.platform === 'darwin' ? 103 : 107;

async function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error) => {
      if (hasCode(error, 'ENOENT')) resolve(false);
      else if (hasCode(error, 'ECONNREFUSED')) {
        // Left by a holder that was killed; whoever has claimed this run may remove it.
        rmSync(path, { force: true });
        resolve(false);
      } else reject(error);
    });
  });
}

/**
 * Listens on a unix socket that only this user can reach. Hold the run's claim first: it is the lock under which a dead
 * socket is removed. @throws Fault when the path is too long or another process listens there.
 */
export async function listen(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > longestPath) {
    const message = `the socket path ${path} is longer than ${longestPath} bytes`;
    throw new Fault({ code: 'environment', message, hint: 'set XDG_RUNTIME_DIR or SIGNALBOX_HOME to a shorter path' });
  }
  makePrivateFolder(dirname(path));
  if (await answers(path)) throw new Fault({ code: 'environment', message: `another process listens on ${path}` });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Never open to others, not even between two calls; the program keeps the user's own mask.
    const mask = process.umask(0o177);
    server.listen(path, resolve);
    process.umask(mask);
  });
  chmodSync(path, 0o600);
}
