import { Box, render, Text, useApp, useInput, usePaste, useWindowSize, type Key } from 'ink';
import { useState, type ReactNode } from 'react';
import { expect, test } from 'vitest';

import { InputRouter } from '../../src/tty/input-router.ts';
import { VirtualTty } from '../../src/tty/virtual-tty.ts';
import { FakeClock } from './fake-clock.ts';

interface Shown {
  readonly tty: VirtualTty;
  readonly changes: () => number;
  /** Waits until Ink has read what was sent and drawn what came of it. */
  readonly flushed: () => Promise<void>;
}

function show(node: ReactNode, size = { columns: 40, rows: 10 }): Shown & AsyncDisposable {
  let changes = 0;
  const tty = new VirtualTty({ ...size, depth: 'truecolor', onChange: () => changes++ });
  const app = render(node, {
    stdout: tty.stdout,
    stdin: tty.stdin,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    maxFps: 1000,
  });
  return {
    tty,
    changes: () => changes,
    flushed: async () => {
      // The input stream tells of new keys in the next turn.
      await new Promise((resolve) => setImmediate(resolve));
      await app.waitUntilRenderFlush();
    },
    [Symbol.asyncDispose]: async () => {
      app.unmount();
      await app.waitUntilExit();
      tty.close();
    },
  };
}

const pressed = (input: string, key: Key): string => {
  const names = Object.entries(key).flatMap(([name, on]) => (on === true ? [name] : []));
  return `${JSON.stringify(input)}${names.map((name) => `+${name}`).join('')}`;
};

function Keys(): ReactNode {
  const [log, setLog] = useState<string[]>([]);
  useInput((input, key) => setLog((before) => [...before, pressed(input, key)]));
  usePaste((text) => setLog((before) => [...before, `paste ${text.length}`]));
  return <Text>keys: {log.join(' ')}</Text>;
}

function Frame(): ReactNode {
  const { columns, rows } = useWindowSize();
  return (
    <Box width={columns} height={rows} borderStyle="round" flexDirection="column">
      <Text>
        {columns}x{rows} <Text color="#ff8000">日本</Text>
      </Text>
    </Box>
  );
}

function Quits(): ReactNode {
  const { exit } = useApp();
  useInput(() => exit());
  return <Text>any key</Text>;
}

test('what Ink draws arrives in the cells, with a change told', async () => {
  await using shown = show(<Frame />, { columns: 20, rows: 4 });
  await shown.flushed();
  expect(shown.tty.text()).toBe(
    ['╭──────────────────╮', '│20x4 日本         │', '│                  │', '╰──────────────────╯'].join('\n'),
  );
  expect(shown.changes()).toBeGreaterThan(0);
  const change = shown.tty.takeChange();
  expect(change?.changed.map(([row]) => row)).toEqual([0, 1, 2, 3]);
  expect(change?.cursor.visible).toBe(false);
  expect(shown.tty.takeChange()).toBeUndefined();
});

test('keys sent together arrive as one input each', async () => {
  await using shown = show(<Keys />);
  await shown.flushed();
  shown.tty.send('y');
  shown.tty.send('\r');
  await shown.flushed();
  expect(shown.tty.text()).toBe('keys: "y" "\\r"+return');
});

test('the escape key is a key at once, and does not eat the next one', async () => {
  await using shown = show(<Keys />);
  await shown.flushed();
  shown.tty.send('\x1b');
  shown.tty.send('x');
  await shown.flushed();
  expect(shown.tty.text()).toBe('keys: ""+escape "x"');
});

test('what is pressed on the real terminal arrives; mouse, focus and replies do not', async () => {
  await using shown = show(<Keys />, { columns: 100, rows: 4 });
  await shown.flushed();
  const router = new InputRouter({ clock: new FakeClock(), onEvent: (event) => shown.tty.press(event) });
  router.feed(Buffer.from('é\x1b[A\x1b[<0;3;3M\x1b[I\x1b]11;rgb:0/0/0\x07\x01\t\x1b[Z\x1b[200~a\nb\x1b[201~ '));
  await shown.flushed();
  expect(shown.tty.text()).toBe('keys: "é" ""+upArrow "a"+ctrl ""+tab ""+shift+tab paste 3 " "');
});

test('Ink puts the virtual terminal into raw mode and takes it back', async () => {
  let tty: VirtualTty | undefined;
  {
    await using shown = show(<Keys />);
    tty = shown.tty;
    await shown.flushed();
    expect(tty.stdin.isRaw).toBe(true);
  }
  expect(tty.stdin.isRaw).toBe(false);
});

test('an app that exits by itself ends cleanly', async () => {
  await using shown = show(<Quits />);
  await shown.flushed();
  shown.tty.send('q');
  await shown.flushed();
});

test('after any resize the frame is whole', async () => {
  await using shown = show(<Frame />, { columns: 30, rows: 6 });
  await shown.flushed();
  const sizes: [columns: number, rows: number][] = [
    [60, 6],
    [60, 12],
    [24, 12],
    [24, 5],
    [50, 15],
    [20, 4],
    [40, 8],
  ];
  for (const [columns, rows] of sizes) {
    shown.tty.resize(columns, rows);
    await shown.flushed();
    const lines = shown.tty.text().split('\n');
    expect(lines).toHaveLength(rows);
    expect(lines[0]).toBe(`╭${'─'.repeat(columns - 2)}╮`);
    expect(lines[1]).toContain(`│${columns}x${rows} 日本`);
    expect(lines.at(-1)).toBe(`╰${'─'.repeat(columns - 2)}╯`);
  }
});
