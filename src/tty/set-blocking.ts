import type { Writable } from 'node:stream';

/**
 * Whether writing to a terminal waits for it, as Node does it by default: a stopped one then stops the whole program.
 * Node has no public call for it; a stream without such a handle is left as it is.
 */
export function setBlocking(stream: Writable, blocking: boolean): void {
  const handle: unknown = Reflect.get(stream, '_handle');
  if (typeof handle !== 'object' || handle === null) return;
  const set: unknown = Reflect.get(handle, 'setBlocking');
  if (typeof set === 'function') Reflect.apply(set, handle, [blocking]);
}
