import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { ZodError } from 'zod';
import { Fault, describeFault } from '../core/fault.ts';
import { placesOf } from '../wire/places.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { printableLine } from './printable.ts';
import { type Shell, remark } from './shell.ts';

/** Says what went wrong in one line and gives the exit status that it means. */
export function reportFault(shell: Shell, thrown: unknown): ExitStatus {
  if (thrown instanceof CommanderError) return reportUsage(shell, thrown);
  if (thrown instanceof Fault) {
    remark(shell, `signalbox: ${printableLine(describeFault(thrown))}`);
    return statusOf(thrown);
  }
  remark(shell, `signalbox: this is a bug: ${printableLine(describeBug(thrown))}: ${keepBug(shell, thrown)}`);
  return exitStatus.refused;
}

function statusOf(fault: Fault): ExitStatus {
  if (fault.code === 'usage') return exitStatus.usage;
  return fault.code === 'daemon' ? exitStatus.noDaemon : exitStatus.refused;
}

/** Commander throws for help and version too, after printing them. */
function reportUsage(shell: Shell, thrown: CommanderError): ExitStatus {
  if (thrown.exitCode === 0) return exitStatus.done;
  const sentence = thrown.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  remark(shell, `signalbox: ${printableLine(sentence)}: signalbox --help shows what there is`);
  return exitStatus.usage;
}

function describeBug(thrown: unknown): string {
  if (thrown instanceof ZodError) return 'something has not the shape it must have';
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** A stack is for whoever mends it, not for the person at the terminal: it goes into a file. */
function keepBug(shell: Shell, thrown: unknown): string {
  try {
    const { home } = placesOf(shell.env);
    const path = join(home, 'client.log');
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    appendFileSync(path, `${new Date().toISOString()} ${stack}\n`, { mode: 0o600 });
    return `details are in ${path}`;
  } catch (failure) {
    return `and its details could not be kept (${failure instanceof Error ? failure.message : String(failure)})`;
  }
}
