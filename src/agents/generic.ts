import type { Adapter } from './adapter.ts';
import { InteractiveChannel } from './generic/interactive-channel.ts';
import { RunNotes } from './generic/run-notes.ts';
import { startPlainCommand } from './plain-command.ts';

/**
 * Any program that a person would sit before. In the configuration:
 *
 *     agents:
 *       aider:
 *         command: [aider, --no-check-update]
 *         interactive: true
 *         rules: { resting: ['^> ?$'], asking: ['\(Y\)es/\(N\)o.*: ?$'] }
 *
 * It gets its prompt where an argument says `{prompt}`, otherwise typed once when it first rests.
 */
export const generic: Adapter = {
  name: 'generic',
  title: 'Any interactive command',
  program: '',
  version: { args: [], read: () => null },
  tested: [],
  takes: 'when resting',
  authority: 'its own words by OSC 7501, otherwise the rules of the configuration; unknown when neither decides',

  start({ session, command, options, briefing, news, runDir }) {
    const whole = [...command, ...options.args];
    RunNotes.begin(runDir, whole.some((argument) => argument.includes('{prompt}')) ? null : briefing);
    return Promise.resolve(startPlainCommand(whole, { session, prompt: briefing, feedback: news }));
  },

  open: (link) => new InteractiveChannel(link),
};
