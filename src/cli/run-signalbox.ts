import { Command, CommanderError } from 'commander';
import { Fault } from '../core/fault.ts';
import { packageVersion } from '../wire/build.ts';
import { commands } from './commands.ts';
import type { ExitStatus } from './exit-status.ts';
import { reportFault } from './report-fault.ts';
import type { Shell } from './shell.ts';

/** The whole command line as commander knows it. */
function commandLine(shell: Shell): Command {
  const program = new Command('signalbox')
    .description('Supervise several coding agents from one terminal. Without a command: the dashboard.')
    .version(packageVersion(), '-V, --version')
    .helpCommand(false)
    .showHelpAfterError(false);
  for (const entry of commands) program.addCommand(entry.build(shell));
  for (const command of withBelow(program)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      // What commander complains about is thrown as well, and said once, in our words.
      writeErr: () => undefined,
    });
  }
  return program;
}

/** Runs one command line and gives its exit status. Never throws. */
export async function runSignalbox(argv: readonly string[], shell: Shell): Promise<ExitStatus> {
  try {
    await commandLine(shell).parseAsync(withDefault(argv), { from: 'user' });
    return shell.exit;
  } catch (thrown) {
    return reportFault(shell, withoutCommand(thrown) ? commandMissing(argv) : thrown);
  }
}

/** Commander means to print its help, which it has kept to itself, when a group such as `job` is named alone. */
function withoutCommand(thrown: unknown): boolean {
  return thrown instanceof CommanderError && thrown.code === 'commander.help';
}

function commandMissing([group = '']: readonly string[]): Fault {
  const hint = `signalbox ${group} --help shows them`;
  return new Fault({ code: 'usage', message: `${group} needs one of its commands`, hint });
}

/** No command means the dashboard; options alone are the dashboard's. */
function withDefault(argv: readonly string[]): string[] {
  const [first] = argv;
  const ownFlags = ['-h', '--help', '-V', '--version'];
  if (first === undefined || (first.startsWith('-') && !ownFlags.includes(first))) return ['dashboard', ...argv];
  return [...argv];
}

function withBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withBelow)];
}
