import type { Socket } from 'node:net';

const waiting: Socket[] = [];

function next(): void {
  waiting.shift()?.resume();
  if (waiting.length > 0) setImmediate(next);
}

/**
 * Reads no more from a socket until its turn comes: one of those that wait is read in each round of the event loop, between
 * everything else. Left alone, the system hands over dozens of pieces of one socket in a row, and parsing those of a few
 * floods takes seconds, in which no key and no command gets through.
 */
export function takeTurns(socket: Socket): void {
  socket.pause();
  waiting.push(socket);
  if (waiting.length === 1) setImmediate(next);
}
