import { z } from 'zod';

import { extendedFlag, combinedFlag } from '../emulator/inside.ts';
import type { Charset, Extended, InnerBuffer, InnerLine } from '../emulator/inside.ts';
import type { HeadlessScreen } from '../headless-screen.ts';
import type { LinePainter } from './paint-lines.ts';

const charset = z.record(z.string(), z.string()).nullable();
const inked = { fg: z.number(), bg: z.number(), ext: z.number().exactOptional(), link: z.string().exactOptional() };

const bufferState = z.object({
  x: z.number(),
  y: z.number(),
  top: z.number(),
  bottom: z.number(),
  saved: z.object({ x: z.number(), row: z.number(), fg: z.number(), bg: z.number(), charset }),
  tabs: z.array(z.number()),
  /** Lines that continue the one above, counted from the first one painted. */
  wrapped: z.array(z.number()),
  odd: z.array(z.object({ line: z.number(), column: z.number(), text: z.string(), width: z.number(), ...inked })),
});

/** What no sequence says, or only one that moves other things as well. */
const unsaidSchema = z.object({
  /** Raised when the meaning of a field changes; another number is not read. */
  version: z.literal(1),
  normal: bufferState,
  alternate: bufferState,
  pen: z.object(inked),
  /** How the next character joins the last one, in the numbers of the emulator's tables. */
  join: z.number(),
  charset,
  charsetLevel: z.number(),
  charsets: z.array(charset),
  kitty: z.object({ normal: z.array(z.number()), alternate: z.array(z.number()) }),
  title: z.string(),
  iconName: z.string(),
  titles: z.array(z.string()),
  iconNames: z.array(z.string()),
});
export type Unsaid = z.infer<typeof unsaidSchema>;

type Lines = Pick<LinePainter, 'wrapped' | 'odd'>;

/** What is to be said of a screen beside its painted lines. */
export function unsaidOf(screen: HeadlessScreen, normal: Lines, alternate: Lines): Unsaid {
  const { inside, asked, links } = screen;
  const { _inputHandler: input, _charsetService: charsets } = inside;
  const { fg, bg, extended } = input['_curAttrData'];
  const link = links.uri(extended['_urlId']);
  return {
    version: 1,
    normal: bufferUnsaid(screen, inside.buffers.normal, normal),
    alternate: bufferUnsaid(screen, inside.buffers.alt, alternate),
    pen: { fg, bg, ext: extended['_ext'], ...(link !== undefined && { link }) },
    join: input['_parser'].precedingJoinState,
    charset: charsets.charset ?? null,
    charsetLevel: charsets.glevel,
    charsets: [0, 1, 2, 3].map((level) => charsets['_charsets'][level] ?? null),
    kitty: { normal: [...asked.kitty.stacks.normal], alternate: [...asked.kitty.stacks.alternate] },
    title: input['_windowTitle'],
    iconName: input['_iconName'],
    titles: [...input['_windowTitleStack']],
    iconNames: [...input['_iconNameStack']],
  };
}

function bufferUnsaid(screen: HeadlessScreen, buffer: InnerBuffer, { wrapped, odd }: Lines): Unsaid['normal'] {
  const { x, y, scrollTop: top, scrollBottom: bottom, savedX, savedCurAttrData: pen } = buffer;
  const row = screen.savedRows.get(buffer);
  const saved = { x: savedX, row, fg: pen.fg, bg: pen.bg, charset: buffer.savedCharset ?? null };
  const tabs = Object.keys(buffer.tabs)
    .map(Number)
    .filter((column) => buffer.tabs[column] === true);
  return { x, y, top, bottom, saved, tabs, wrapped, odd };
}

/** The text of what was said; it is read back by `parseUnsaid`. Printable ASCII only. */
export function printUnsaid(unsaid: Unsaid): string {
  return JSON.stringify(unsaid).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Undefined when it is not of this version's making. */
export function parseUnsaid(text: string): Unsaid | undefined {
  try {
    return unsaidSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Brings a screen, whose lines have been painted, to what was said. */
export function applyUnsaid(screen: HeadlessScreen, unsaid: Unsaid): void {
  const { _inputHandler: input, _charsetService: charsets, buffers } = screen.inside;
  applyBuffer(screen, buffers.normal, unsaid.normal);
  applyBuffer(screen, buffers.alt, unsaid.alternate);
  const pen = input['_curAttrData'];
  pen.fg = unsaid.pen.fg;
  pen.bg = unsaid.pen.bg;
  pen.extended = extendedOf(screen, unsaid.pen);
  input['_parser'].precedingJoinState = unsaid.join;
  charsets.charset = unsaid.charset ?? undefined;
  charsets.glevel = unsaid.charsetLevel;
  charsets['_charsets'] = unsaid.charsets.map((set): Charset => set ?? undefined);
  screen.asked.kitty.restore(unsaid.kitty);
  input['_windowTitle'] = unsaid.title;
  input['_iconName'] = unsaid.iconName;
  input['_windowTitleStack'] = unsaid.titles;
  input['_iconNameStack'] = unsaid.iconNames;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

function applyBuffer(screen: HeadlessScreen, buffer: InnerBuffer, state: Unsaid['normal']): void {
  buffer.x = clamp(state.x, screen.columns);
  buffer.y = clamp(state.y, screen.rows - 1);
  buffer.scrollTop = clamp(state.top, screen.rows - 1);
  buffer.scrollBottom = clamp(state.bottom, screen.rows - 1);
  // Both may lie outside since the screen became smaller; they are cut when they are used.
  buffer.savedX = Math.max(0, state.saved.x);
  screen.savedRows.set(buffer, Math.max(0, state.saved.row));
  buffer.savedCurAttrData.fg = state.saved.fg;
  buffer.savedCurAttrData.bg = state.saved.bg;
  buffer.savedCharset = state.saved.charset ?? undefined;
  buffer.tabs = Object.fromEntries(state.tabs.map((column) => [column, true]));
  for (const index of state.wrapped) {
    const line = buffer.lines.get(index);
    if (line !== undefined) line.isWrapped = true;
  }
  for (const cell of state.odd) {
    const line = buffer.lines.get(cell.line);
    if (line !== undefined && cell.column * 3 < line['_data'].length) setCell(screen, line, cell);
  }
}

function setCell(screen: HeadlessScreen, line: InnerLine, cell: Unsaid['normal']['odd'][number]): void {
  const first = cell.text.codePointAt(0) ?? 0;
  const joined = cell.text.length > (first > 0xffff ? 2 : 1);
  if (joined) line['_combined'][cell.column] = cell.text;
  if (cell.ext !== undefined) line['_extendedAttrs'][cell.column] = extendedOf(screen, cell);
  const content = ((cell.width & 3) << 22) | (joined ? combinedFlag : first);
  line['_data'].set([content, cell.fg, cell.ext === undefined ? cell.bg & ~extendedFlag : cell.bg], cell.column * 3);
}

function extendedOf(screen: HeadlessScreen, { ext, link }: { ext?: number; link?: string }): Extended {
  const extended = screen.inside['_inputHandler']['_curAttrData'].extended.clone();
  extended['_ext'] = ext ?? 0;
  extended['_urlId'] = link === undefined ? 0 : screen.links.numberOf(link);
  return extended;
}
