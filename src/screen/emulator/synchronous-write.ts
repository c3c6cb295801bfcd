import type { Terminal } from '@xterm/headless';

type WriteNow = (bytes: Uint8Array) => void;

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function core(terminal: Terminal): unknown {
  return Reflect.get(terminal, '_core');
}

/** xterm's own synchronous write. It is no public API, so it is looked for anew and may be absent. */
function findWriteNow(terminal: Terminal): WriteNow | undefined {
  const writeSync = member(core(terminal), 'writeSync');
  return typeof writeSync === 'function'
    ? (bytes) => void Reflect.apply(writeSync, core(terminal), [bytes])
    : undefined;
}

/** After an error inside a write xterm believes for ever that it is still writing, and shows nothing any more. */
function unstick(terminal: Terminal): void {
  const buffer = member(core(terminal), '_writeBuffer');
  if (typeof buffer === 'object' && buffer !== null) Reflect.set(buffer, '_isSyncWriting', false);
  const parser = member(member(core(terminal), '_inputHandler'), '_parser');
  const reset = member(parser, 'reset');
  if (typeof reset === 'function') Reflect.apply(reset, parser, []);
}

/** Whether this xterm can be written to synchronously. */
export function writesSynchronously(terminal: Terminal): boolean {
  return findWriteNow(terminal) !== undefined;
}

export interface WriteListener {
  /** The bytes have taken effect. */
  readonly parsed: () => void;
  /** xterm threw: the rest of these bytes is not shown; what comes next will be. */
  readonly failed: (error: unknown) => void;
}

/**
 * A function that gives bytes to the terminal: they take effect before it returns where xterm can do that, from a
 * timer otherwise.
 */
export function synchronousWriter(terminal: Terminal, listener: WriteListener): WriteNow {
  const writeNow = findWriteNow(terminal);
  if (writeNow === undefined) return (bytes) => terminal.write(bytes, listener.parsed);
  return (bytes) => {
    try {
      writeNow(bytes);
    } catch (error) {
      unstick(terminal);
      listener.failed(error);
    }
    listener.parsed();
  };
}
