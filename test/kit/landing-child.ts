import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { verdictSchema } from '../../src/core/model/verdict.ts';
import { type LandingOutcome, carryOutLanding, prepareLanding, tidyLanding } from '../../src/gate/landing/land.ts';
import { passed } from '../../src/gate/landing/passed.ts';
import { recoverLanding } from '../../src/gate/landing/recover-landing.ts';

/**
 * A landing in a process that can be killed: `node landing-child.ts ROOT VERDICT JOURNAL`. Like the daemon it writes its
 * intent down before anything moves, begins with recovering when there is one, and writes down that it has finished
 * when all is tidy. Prints how it ended.
 */
const [root = '', verdictFile = '', journal = ''] = process.argv.slice(2);
const message = 'signalbox: land #4';
const verdict = verdictSchema.parse(JSON.parse(readFileSync(verdictFile, 'utf8')));

function write(line: string): void {
  const file = openSync(journal, 'a');
  writeSync(file, `${line}\n`);
  fsyncSync(file);
  closeSync(file);
}

async function run(): Promise<object> {
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').trimEnd().split('\n') : [];
  if (lines.at(-1) === 'finished') return { kind: 'landed', commit: verdict.candidate };
  const { target: from, candidate: to } = verdict;
  const intent = lines.at(-1);
  if (intent !== undefined) {
    const checkouts = intent.split('\t');
    const recovered = await recoverLanding({ root, branch: 'main', from, to, checkouts, message });
    if (recovered.kind !== 'redo') return end(recovered);
  }
  const prepared = await prepareLanding({ root, branch: 'main', expectedTarget: from, candidate: to });
  if (prepared.kind !== 'ready') return prepared;
  write(prepared.landing.checkouts.join('\t'));
  // The work has a link and a large change, which a person is asked about.
  const pass = passed(verdict, ['findings']);
  if (!pass) throw new Error('the verdict does not pass');
  return end(await carryOutLanding({ landing: prepared.landing, pass, message }));
}

async function end(outcome: LandingOutcome): Promise<LandingOutcome> {
  if (outcome.kind !== 'landed') return outcome;
  await tidyLanding({ root, id: 4, snapshot: verdict.snapshot, commit: outcome.commit });
  write('finished');
  return outcome;
}

process.stdout.write(JSON.stringify(await run()));
