/** Writes a file again and again at a rate: `paced.ts FILE BYTES_PER_SECOND SECONDS`. Slices every 20 ms, in whole lines. */
import { appendFileSync, readFileSync } from 'node:fs';

const [file = '', rate = '', seconds = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
// On a busy machine a program takes its time to start: what measures waits for this.
appendFileSync(process.env['PANE_BEGUN'] ?? '/dev/null', 'x');
const begun = performance.now();
let written = 0;
let at = 0;

function step(): void {
  const elapsed = (performance.now() - begun) / 1000;
  if (elapsed >= Number(seconds)) {
    // Whoever counts can see whether all of it has arrived.
    process.stdout.write(`wrote ${written} bytes\n`);
    return;
  }
  const due = Math.floor(Number(rate) * elapsed) - written;
  if (due > 0) {
    let end = bytes.indexOf(0x0a, Math.min(at + due, bytes.length - 1)) + 1;
    if (end === 0) end = bytes.length;
    process.stdout.write(bytes.subarray(at, end));
    written += end - at;
    at = end === bytes.length ? 0 : end;
  }
  setTimeout(step, 20);
}
step();
