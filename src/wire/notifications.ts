import { z } from 'zod';
import { recordedSchema } from '../core/model/events.ts';
import { underlineStyle } from '../core/picture.ts';

const run = z.object({
  text: z.string(),
  width: z.number(),
  fg: z.number(),
  bg: z.number(),
  attributes: z.number(),
  underline: z.literal(Object.values(underlineStyle)).exactOptional(),
  underlineColour: z.number().exactOptional(),
  link: z.string().exactOptional(),
});

/** `PictureChange` of core/picture.ts, as it crosses the wire. */
export const pictureChangeSchema = z.object({
  rows: z.number(),
  columns: z.number(),
  scrolled: z.number().exactOptional(),
  changed: z.array(z.tuple([z.number(), z.array(run)])),
  cursor: z.object({
    row: z.number(),
    column: z.number(),
    visible: z.boolean(),
    shape: z.literal([1, 2, 3, 4, 5, 6]).exactOptional(),
  }),
  modes: z.object({
    bracketedPaste: z.boolean(),
    applicationCursor: z.boolean(),
    applicationKeypad: z.boolean(),
    focus: z.boolean(),
    mouse: z.enum(['none', 'x10', 'vt200', 'drag', 'any']),
    mouseEncoding: z.enum(['default', 'sgr', 'sgr-pixels']),
    kittyKeyboard: z.number(),
    alternateScreen: z.boolean(),
  }),
  title: z.string(),
});

/**
 * What the daemon says unasked. Facts (`event`) are numbered and never dropped; screens are lossy, the newest wins:
 * a slow client gets fewer of them, never older ones.
 */
export const notificationSchema = z.discriminatedUnion('notify', [
  z.object({ notify: z.literal('event'), recorded: recordedSchema }),
  z.object({
    notify: z.literal('screen'),
    session: z.number(),
    change: pictureChangeSchema,
    /** Bytes typed into the session that its program has not read for over a second; 0 when it reads. */
    unread: z.number(),
  }),
]);
export type Notification = z.infer<typeof notificationSchema>;

/** One line of JSON each way. */
export const callSchema = z.object({ call: z.number(), name: z.string(), params: z.unknown().optional() });

const faultText = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() });

export const replySchema = z.union([
  z.object({ reply: z.number(), result: z.unknown() }),
  z.object({ reply: z.number(), fault: faultText }),
]);
export type Reply = { reply: number; result: unknown } | { reply: number; fault: z.infer<typeof faultText> };
