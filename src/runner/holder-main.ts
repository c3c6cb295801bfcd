import { closeSync, fstatSync, writeSync } from 'node:fs';
import { hasCode } from '../core/has-code.ts';

import { closeInherited } from './program/close-inherited.ts';
import { Holder } from './holder/holder.ts';
import { parseJson, parseStart } from './protocol/holder-messages.ts';
import { readHello, readIfThere, runFiles } from './holder/run-files.ts';

/**
 * The program of one holder: `node holder-main.js RUN_DIR`. It says how starting went in one word on descriptor 3
 * (`ready`, or `claimed` when another holder has this run); its own errors go to the holder's log.
 */

const readyDescriptor = 3;

function say(word: string): void {
  // Started by hand there is no such pipe, and the number may be something of Node's own.
  if (!fstatSync(readyDescriptor).isSocket()) return;
  try {
    writeSync(readyDescriptor, word);
  } catch (error) {
    // The starter is gone already; the program is not its to take along.
    if (!hasCode(error, 'EPIPE')) throw error;
  }
  closeSync(readyDescriptor);
}

async function main(runDir: string): Promise<void> {
  closeInherited(readyDescriptor + 1);
  // A closed terminal is none of a holder's business. A handler, because the program must not inherit "ignored".
  process.on('SIGHUP', () => undefined);
  const text = readIfThere(runFiles(runDir).start);
  if (text === undefined && readHello(runDir) !== undefined) {
    say('claimed');
    return;
  }
  const request = parseStart(parseJson(text ?? ''));
  if (request === undefined) throw new Error(`${runFiles(runDir).start} does not say what to run`);
  const holder = await Holder.start(runDir, request);
  if (holder === undefined) {
    say('claimed');
    return;
  }
  process.on('SIGTERM', () => holder.terminate('told'));
  process.on('SIGINT', () => holder.terminate('told'));
  say('ready');
}

await main(process.argv[2] ?? '.');
