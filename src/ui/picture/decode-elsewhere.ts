import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Decoded } from './bitmap.ts';

const program = new URL(`./decode-main${extname(import.meta.url)}`, import.meta.url);
/** A picture that takes longer is none that a person waits for, ms. */
const patienceMs = 10_000;
const heapMb = 256;

/** The pixels of a picture, decoded in a thread of its own. Never rejects: what can't be decoded says why. */
export async function decodeElsewhere(bytes: Uint8Array): Promise<Decoded> {
  const worker = new Worker(program, {
    workerData: bytes,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  const done = Promise.withResolvers<Decoded>();
  const refuse = (why: string): void => done.resolve({ kind: 'refused', why });
  const timer = setTimeout(() => refuse('it takes too long to decode'), patienceMs);
  worker.on('message', (decoded: Decoded) => done.resolve(decoded));
  worker.on('error', () => refuse('it could not be decoded'));
  worker.on('exit', () => refuse('it could not be decoded'));
  try {
    return await done.promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
