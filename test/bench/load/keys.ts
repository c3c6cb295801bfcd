/**
 * Notes when keys arrive, on the clock that all processes of the machine share: `keys.ts FILE SECONDS`. Meanwhile it prints
 * 200 KB/s, so that a terminal which takes nothing is full at once.
 */
import { appendFileSync } from 'node:fs';

const [file = '', seconds = ''] = process.argv.slice(2);
const line = `${'0123456789'.repeat(10)}\n`;
process.stdin.setRawMode(true);
process.stdin.on('data', (bytes: Buffer) => {
  for (const _ of bytes) appendFileSync(file, `${process.hrtime.bigint()}\n`);
});
appendFileSync(file, 'ready\n');
const printing = setInterval(() => process.stdout.write(line.repeat(40)), 20);
setTimeout(
  () => {
    clearInterval(printing);
    process.stdin.setRawMode(false);
    process.exit(0);
  },
  Number(seconds) * 1000,
);
