import { existsSync, openSync, readFileSync, writeFileSync, fsyncSync, closeSync } from 'node:fs';
import { verdictSchema } from '../../src/core/verdict.ts';
import { carryOutLanding, prepareLanding } from '../../src/gate/landing/land.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { recoverLanding } from '../../src/gate/landing/recover-landing.ts';

/**
 * A landing in a process that can be killed: `node landing-child.ts ROOT VERDICT INTENT`. Like the daemon it keeps its
 * intent in a file before anything moves, and begins with recovering when there is one. Prints how it ended.
 */
const [root = '', verdictFile = '', intentFile = ''] = process.argv.slice(2);
const message = 'signalbox: land #4';
const verdict = verdictSchema.parse(JSON.parse(readFileSync(verdictFile, 'utf8')));

async function run(): Promise<string> {
  const { target: from, candidate: to } = verdict;
  if (existsSync(intentFile)) {
    const checkouts = readFileSync(intentFile, 'utf8').split('\n');
    const recovered = await recoverLanding({ root, branch: 'main', from, to, checkouts, message });
    if (recovered.kind !== 'redo') return JSON.stringify(recovered);
  }
  const prepared = await prepareLanding({ root, branch: 'main', expectedTarget: from, candidate: to });
  if (prepared.kind !== 'ready') return JSON.stringify(prepared);
  const file = openSync(intentFile, 'w');
  writeFileSync(file, prepared.landing.checkouts.join('\n'));
  fsyncSync(file);
  closeSync(file);
  const pass = passed(verdict);
  if (!pass) throw new Error('the verdict does not pass');
  return JSON.stringify(await carryOutLanding({ landing: prepared.landing, pass, message }));
}

process.stdout.write(await run());
