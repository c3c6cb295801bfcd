import { expect, test } from 'vitest';

import { newTerminal } from '../../src/screen/emulator/new-terminal.ts';
import { synchronousWriter, writesSynchronously } from '../../src/screen/emulator/synchronous-write.ts';
import { insideOf } from '../../src/screen/emulator/inside.ts';

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

test('the xterm that is installed shows its inside', () => {
  const terminal = newTerminal({ columns: 16, rows: 4 });
  const write = synchronousWriter(terminal, { parsed: () => undefined, failed: fails });
  const inside = insideOf(terminal);
  write(Buffer.from('\x1b[2;3r\x1b[3g\x1b[5G\x1bH\x1b(0\x1b[31m\x1b[2;2H\x1b7\x1b[1'));
  const { normal } = inside.buffers;
  expect([normal.scrollTop, normal.scrollBottom, normal.savedX, normal.savedY - normal.ybase]).toEqual([1, 2, 1, 1]);
  expect(normal.tabs).toEqual({ 4: true });
  expect(normal.savedCharset?.['q']).toBe('─');
  expect(inside['_inputHandler']['_curAttrData'].fg & 0xff).toBe(1);
  expect(inside['_inputHandler']['_parser'].currentState).not.toBe(0);
  write(Buffer.from('m'));
  expect(inside['_inputHandler']['_parser'].currentState).toBe(0);
  expect(normal.lines.get(0)?.['_data']).toHaveLength(16 * 3);
});

test('an xterm that is different inside is refused', () => {
  const terminal = newTerminal({ columns: 16, rows: 4 });
  const core: unknown = Reflect.get(terminal, '_core');
  if (typeof core === 'object' && core !== null) Reflect.set(core, '_inputHandler', {});
  expect(() => insideOf(terminal)).toThrow('not the one Signalbox was built for');
});
