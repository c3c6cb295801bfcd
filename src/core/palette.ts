const channels = [0, 95, 135, 175, 215, 255];
const basic = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
  0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

/** The usual 0xRRGGBB of a palette entry, 0..255: xterm's sixteen, the colour cube, the greys. */
export function paletteColour(index: number): number {
  if (index < 16) return basic[index] ?? 0;
  if (index >= 232) return (8 + 10 * (index - 232)) * 0x010101;
  const cube = index - 16;
  const channel = (step: number): number => channels[Math.floor(cube / step) % 6] ?? 0;
  return (channel(36) << 16) | (channel(6) << 8) | channel(1);
}
