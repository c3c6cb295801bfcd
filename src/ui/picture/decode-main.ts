import { parentPort, workerData } from 'node:worker_threads';
import { decodePicture } from './decode-picture.ts';

// A thread of its own for one picture: a large or malicious one must not hold up what a person types.
if (workerData instanceof Uint8Array) {
  const decoded = decodePicture(workerData);
  // What is handed over here and not copied is gone on this side, which ends now.
  const moved = decoded.kind === 'picture' && decoded.bitmap.rgba.buffer instanceof ArrayBuffer;
  parentPort?.postMessage(decoded, moved ? [decoded.bitmap.rgba.buffer] : []);
}
