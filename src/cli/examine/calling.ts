import type { Result } from '../../wire/requests.ts';
import { type Finding, missing, note, ok } from './finding.ts';

/** How the person is called when something waits for them and they do not look. */
export function callingFindings(
  { ways, command, problem }: Result<'person/calling'>,
  { inTmux }: { inTmux: boolean },
): Finding[] {
  if (command !== null) {
    if (problem === null) return [ok(`you are called by ${command}`)];
    const remedy = `try it: SIGNALBOX_NOTICE=test sh -c ${JSON.stringify(command)}`;
    return [missing(`the command that calls you failed the last time: ${problem}`, remedy)];
  }
  if (ways.length === 0) return [note('nothing calls you: notify is empty', 'notify: [bell], or a command')];
  if (inTmux && !ways.includes('bell'))
    return [note('tmux keeps the notifications of programs to itself', 'notify: [bell, osc9], or a command')];
  return [ok(`an open dashboard's terminal calls you: ${ways.join(', ')}`)];
}
