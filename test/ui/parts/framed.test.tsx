import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test } from 'vitest';
import { Framed } from '../../../src/ui/parts/framed.tsx';
import { Lines, PageLines } from '../../../src/ui/parts/lines.tsx';

afterEach(cleanup);
/** What is placed on the screen needs one to be placed on. */
function onScreen(node: ReactNode) {
  return (
    <Box width={30} height={4}>
      {node}
    </Box>
  );
}

const rect = { row: 0, column: 0, rows: 4, columns: 30 };

test('the words on the right stay, the title gives way', () => {
  const texts = {
    title: [{ text: 'a title that is far too long' }],
    right: [{ text: 'working 5m' }],
    bottom: [{ text: 'claude' }],
  };
  const { lastFrame } = render(
    onScreen(
      <Framed rect={rect} texts={texts}>
        <Text>inside</Text>
      </Framed>,
    ),
  );
  expect(lastFrame()?.split('\n')).toEqual([
    '╭ a title tha… ─ working 5m ─╮',
    '│inside                      │',
    '│                            │',
    '╰ claude ────────────────────╯',
  ]);
});

test('a selected frame differs in its shape', () => {
  const { lastFrame } = render(onScreen(<Framed rect={rect} texts={{ title: [{ text: 'a' }] }} strong />));
  expect(lastFrame()).toMatch(/^┏ a ━+┓\n┃ +┃\n┃ +┃\n┗━+┛$/);
});

test('lines are cut to their columns, wide characters whole', () => {
  const { lastFrame } = render(<Lines lines={[[{ text: '界界界' }], [{ text: 'abcdef' }]]} columns={5} rows={2} />);
  expect(lastFrame()).toBe('界界…\nabcd…');
});

test('a long page shows the part around its focus', () => {
  const lines = Array.from({ length: 50 }, (_, row) => [{ text: `row ${row}` }]);
  const { lastFrame } = render(<PageLines page={{ lines, focus: 30, cursor: null }} columns={12} rows={5} />);
  expect(
    lastFrame()
      ?.split('\n')
      .map((row) => row.trim()),
  ).toEqual(['row 28', 'row 29', 'row 30', 'row 31', 'row 32']);
});
