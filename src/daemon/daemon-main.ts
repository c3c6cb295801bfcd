import { writeSync } from 'node:fs';
import { describeFault } from '../core/fault.ts';
import { Journal } from '../journal/journal.ts';
import { placesOf } from '../wire/places.ts';
import { startDaemon } from './daemon.ts';
import { stderrLog } from './log.ts';

/**
 * The daemon's program. Says one line on standard output, then nothing more there: `ready` when it serves, `running`
 * when another daemon of this user does already, `failed: ...` when it cannot start.
 */
const log = stderrLog(Date.now);

function say(line: string): void {
  try {
    writeSync(1, `${line}\n`);
  } catch (thrown) {
    // Nobody reads it any more: whoever started us has gone, and we are wanted all the same.
    log('the starter did not wait', thrown);
  }
}

async function main(): Promise<void> {
  const places = placesOf(process.env);
  const journal = Journal.open(places.journal);
  if (journal === null) {
    say('running');
    return;
  }
  const daemon = await startDaemon({
    places,
    journal,
    movedHome: process.env['SIGNALBOX_HOME'] ?? null,
    log,
    now: Date.now,
  });
  process.on('SIGTERM', () => daemon.stop());
  process.on('SIGINT', () => daemon.stop());
  process.on('SIGHUP', () => log('ignored a hang-up'));
  log(`ready, pid ${process.pid}`);
  say('ready');
  await daemon.ended;
  log('stopped');
}

process.on('unhandledRejection', (thrown) => {
  log('unhandled', thrown);
  process.exit(70);
});
main().then(
  () => process.exit(0),
  (thrown: unknown) => {
    log('failed to start or to stop', thrown);
    say(`failed: ${describeFault(thrown)}`);
    process.exit(1);
  },
);
