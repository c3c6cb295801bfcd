import { randomInt } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * An id of our own for a message or its part, so that one that was sent can be looked for, and sent again without
 * becoming two. opencode orders a conversation by these ids: 48 bits of milliseconds and a counter as hexadecimal, then
 * 14 letters (its own ids, read and tried with 1.18.33).
 */
export function newId(prefix: 'msg' | 'prt', now: number): string {
  const time = BigInt.asUintN(48, BigInt(now) * 4096n + 1n)
    .toString(16)
    .padStart(12, '0');
  return `${prefix}_${time}${Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join('')}`;
}
