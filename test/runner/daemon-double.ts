import { readFileSync, renameSync, writeFileSync, openSync, writeSync } from 'node:fs';

import { attachHolder } from '../../src/runner/attach-holder.ts';

/**
 * Plays the daemon of one run, to be killed at any moment: `node daemon-double.ts SOCKET NONCE FOLDER`. It keeps what it
 * saw in FOLDER/seen and then writes FOLDER/checkpoint, from which the next one goes on.
 */
const [socket = '', nonce = '', folder = ''] = process.argv.slice(2);
const seen = openSync(`${folder}/seen`, 'r+');
let offset = Number(readFileSync(`${folder}/checkpoint`, 'utf8').split(' ')[0]);

function save(what: string): void {
  writeFileSync(`${folder}/checkpoint.new`, `${offset} ${what}`);
  renameSync(`${folder}/checkpoint.new`, `${folder}/checkpoint`);
}

const holder = await attachHolder({
  socket,
  nonce,
  from: offset,
  onOutput: (at, bytes) => {
    if (at !== offset) throw new Error(`output at ${at}, not ${offset}`);
    writeSync(seen, bytes, 0, bytes.length, offset);
    offset += bytes.length;
    save('going on');
    if (holder.kind === 'attached') holder.checkpoint(offset);
  },
  onExit: (exit) => {
    save(`exit ${exit.exit}`);
    if (holder.kind === 'attached') holder.acknowledgeExit();
  },
  onClosed: () => process.exit(0),
});
if (holder.kind === 'gone') save('gone');
