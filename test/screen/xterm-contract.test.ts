import { expect, test } from 'vitest';

import { newTerminal } from '../../src/screen/emulator/new-terminal.ts';
import { synchronousWriter, writesSynchronously } from '../../src/screen/emulator/synchronous-write.ts';
import { bufferState, lineDrawing, parserAtGround, penLook, rawLine } from '../../src/screen/emulator/xterm-state.ts';

const fails = (error: unknown): never => {
  throw error;
};

test('the xterm that is installed has the synchronous write', () => {
  const terminal = newTerminal({ columns: 10, rows: 3 });
  expect(writesSynchronously(terminal)).toBe(true);
  let parsed = 0;
  synchronousWriter(terminal, { parsed: () => parsed++, failed: fails })(Buffer.from('now'));
  expect(parsed).toBe(1);
  expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('now');
});

test('an xterm without it is written to by callback', async () => {
  const terminal = newTerminal({ columns: 10, rows: 3 });
  const text = await new Promise<string | undefined>((resolve) => {
    const parsed = (): void => resolve(terminal.buffer.active.getLine(0)?.translateToString(true));
    const core: unknown = Reflect.get(terminal, '_core');
    if (typeof core === 'object' && core !== null) Reflect.set(core, 'writeSync', undefined);
    synchronousWriter(terminal, { parsed, failed: fails })(Buffer.from('later'));
  });
  expect(text).toBe('later');
});

test('the xterm that is installed shows the state that checkpoints need', () => {
  const terminal = newTerminal({ columns: 16, rows: 4 });
  const write = synchronousWriter(terminal, { parsed: () => undefined, failed: fails });
  write(Buffer.from('\x1b[2;3r\x1b[3g\x1b[5G\x1bH\x1b(0\x1b[31m\x1b[2;2H\x1b7\x1b[1'));
  expect(bufferState(terminal, 'normal')).toEqual({
    top: 1,
    bottom: 2,
    saved: { row: 1, column: 1, look: { fg: 1, bg: -1, attributes: 0 }, drawing: true },
    tabs: [4],
  });
  expect(penLook(terminal)).toEqual({ fg: 1, bg: -1, attributes: 0 });
  expect(lineDrawing(terminal)).toEqual({ sets: [true, false, false, false], level: 0 });
  expect(parserAtGround(terminal)).toBe(false);
  write(Buffer.from('m'));
  expect(parserAtGround(terminal)).toBe(true);
  expect(rawLine(terminal, 0)?.cells).toHaveLength(16 * 3);
});
