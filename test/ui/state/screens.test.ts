import { expect, test } from 'vitest';
import { Screens, cropOf, gridOfLines } from '../../../src/ui/state/screens.ts';
import { pictureOfLines } from '../made-up-world.ts';

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `line ${index}`);
}

function cropped(picture: ReturnType<typeof pictureOfLines>, rows: number): number {
  const screens = new Screens();
  screens.apply(1, picture);
  const screen = screens.get(1);
  if (screen === null) throw new Error('the screen was just applied');
  return cropOf(screen, rows).row;
}

test('the crop ends with the last text, and shows the top while all fits', () => {
  expect(cropped(pictureOfLines(lines(3)), 10)).toBe(0);
  expect(cropped(pictureOfLines(lines(20)), 10)).toBe(10);
  expect(cropped(pictureOfLines(lines(30)), 10)).toBe(20);
});

test('a cursor below the text stays in sight', () => {
  const picture = pictureOfLines(lines(12));
  expect(cropped({ ...picture, cursor: { row: 25, column: 0, visible: true } }, 10)).toBe(16);
  expect(cropped({ ...picture, cursor: { row: 25, column: 0, visible: false } }, 10)).toBe(2);
});

test('a change touches its rows only, and a new size empties the rest', () => {
  const screens = new Screens();
  screens.apply(1, pictureOfLines(['one', 'two']));
  screens.apply(1, {
    ...pictureOfLines([]),
    changed: [[1, [{ text: 'TWO', width: 3, fg: -1, bg: -1, attributes: 0 }]]],
  });
  expect(screens.get(1)?.grid.text().trim()).toBe('one\nTWO');
  screens.apply(1, pictureOfLines(['small'], { columns: 20, rows: 5 }));
  expect(screens.get(1)?.grid.text().trim()).toBe('small');
});

test('a kept last screen keeps its lines', () => {
  expect(gridOfLines(['$ agent', '', 'Error: no key'], 40).text()).toBe('$ agent\n\nError: no key');
});
