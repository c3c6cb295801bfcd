import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { pictureChangeSchema } from '../../src/wire/notifications.ts';

test('a picture crosses the wire with everything that it has', () => {
  const screen = new HeadlessScreen({ columns: 20, rows: 2 });
  screen.feed('a\x1b[53;4:3;58;5;9m\x1b]8;;https://a.example/\x07b\x1b]8;;\x07\x1b[m\x1b[5 q\x1b]2;title\x07');
  expect(pictureChangeSchema.parse(JSON.parse(JSON.stringify(screen.picture())))).toEqual(screen.picture());
  expect(screen.picture().cursor.shape).toBe(5);
});

test('a kind of underline or a shape that there is not is refused', () => {
  const screen = new HeadlessScreen({ columns: 20, rows: 2 });
  const { cursor, ...rest } = screen.picture();
  const change = { ...rest, cursor: { ...cursor, shape: 7 } };
  expect(pictureChangeSchema.safeParse(change).success).toBe(false);
});
