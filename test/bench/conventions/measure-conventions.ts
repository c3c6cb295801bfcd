import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureSet, readPairs, scoreLines } from './score.ts';

/** Prints how often kept answers are found where they hold, and how often where they do not: tuned and held out. */
function main(): number {
  const { values } = parseArgs({ options: { wrong: { type: 'boolean', default: false }, only: { type: 'string' } } });
  let automatic = 0;
  for (const name of ['tuned', 'held-out'].filter((each) => values.only === undefined || values.only === each)) {
    const score = measureSet(readPairs(readFileSync(join(import.meta.dirname, `${name}.yaml`), 'utf8')));
    automatic += score.wrongAnswers.length;
    console.log([`${name}:`, ...scoreLines(score, values.wrong)].join('\n  '));
  }
  console.log(automatic === 0 ? 'no wrong automatic answer' : `WRONG AUTOMATIC ANSWERS: ${automatic}`);
  return automatic === 0 ? 0 : 1;
}

process.exitCode = main();
