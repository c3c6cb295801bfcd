import { endProgram } from './cli/end-program.ts';
import { runSignalbox } from './cli/run-signalbox.ts';
import { processShell } from './cli/shell.ts';

// Whoever reads our output may stop reading (`| head`), and a terminal may be closed: that is no error, and what is under
// way is still brought to its end and put away.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

const shell = processShell();
endProgram(shell, await runSignalbox(process.argv.slice(2), shell));
