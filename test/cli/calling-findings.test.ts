import { expect, test } from 'vitest';
import { callingFindings } from '../../src/cli/examine/calling.ts';

const terminal = { inTmux: false };

test('how the person is called is said, and what is wrong with it', () => {
  const bell = { ways: ['bell', 'osc9'] as ('bell' | 'osc9')[], command: null, problem: null };
  expect(callingFindings(bell, terminal)).toMatchObject([
    { state: 'ok', what: "an open dashboard's terminal calls you: bell, osc9" },
  ]);
  expect(callingFindings({ ...bell, ways: ['osc9'] }, { inTmux: true })).toMatchObject([{ state: 'note' }]);
  expect(callingFindings({ ...bell, ways: [] }, terminal)).toMatchObject([{ state: 'note' }]);
  const command = { ways: [], command: 'say "$SIGNALBOX_NOTICE"', problem: null };
  expect(callingFindings(command, terminal)).toMatchObject([{ state: 'ok' }]);
  expect(callingFindings({ ...command, problem: 'exit status 127' }, terminal)).toMatchObject([
    { state: 'missing', what: 'the command that calls you failed the last time: exit status 127' },
  ]);
});
