import { chmodSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Fault } from '../core/fault.ts';

/**
 * Makes a folder that nobody but this user can look into; one that was wider is made narrow.
 * @throws Fault 'environment' when it is somebody else's, or no folder
 */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid } = userInfo();
  // A link too must be ours: in /tmp anybody may have been there first.
  if (lstatSync(path).uid !== uid || statSync(path).uid !== uid) throw foreign(path);
  if ((statSync(path).mode & 0o777) !== 0o700) chmodSync(path, 0o700);
}

/**
 * Refuses a folder in /tmp that another user made where ours would be: what we send may hold secrets. Elsewhere it is
 * for whoever set the path to know, and a container may see other numbers than we do.
 * @throws Fault 'environment'
 */
export function refuseForeignFolder(path: string): void {
  if (!path.startsWith('/tmp/')) return;
  const owner = lstatSync(path, { throwIfNoEntry: false })?.uid;
  if (owner !== undefined && owner !== userInfo().uid && owner !== 0) throw foreign(path);
}

function foreign(path: string): Fault {
  return new Fault({
    code: 'environment',
    message: `the folder for sockets, ${path}, belongs to another user`,
    hint: 'set XDG_RUNTIME_DIR to a folder of your own',
  });
}
