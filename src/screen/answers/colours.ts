import type { Terminal } from '@xterm/headless';

import { paletteColour } from '../../core/palette.ts';

/** Colours told to a program that asks (OSC 10, 11, 12), as 0xRRGGBB. */
export interface ScreenColours {
  readonly foreground: number;
  readonly background: number;
  readonly cursor: number;
}

/** Light on dark, what agents' themes take for granted. */
export const defaultColours: ScreenColours = { foreground: 0xe5e5e5, background: 0x101010, cursor: 0xe5e5e5 };

/** Entries looked at in one sequence; the palette has no more. */
const mostEntries = 256;

function rgbSpec(colour: number): string {
  const channel = (shift: number): string => {
    const byte = ((colour >> shift) & 0xff).toString(16).padStart(2, '0');
    return byte + byte;
  };
  return `rgb:${channel(16)}/${channel(8)}/${channel(0)}`;
}

/** 0..255 of a channel that was written with one to four hex digits. */
function scaled(digits: string): number {
  return Math.round((Number.parseInt(digits, 16) / (16 ** digits.length - 1)) * 255);
}

/** The 0xRRGGBB of `#rgb` with one to four digits for each channel, or of `rgb:r/g/b`; undefined: no such colour. */
function parseColour(spec: string): number | undefined {
  const hex = /^#((?:[\da-f]{3}){1,4})$/i.exec(spec)?.[1];
  const size = (hex?.length ?? 0) / 3;
  const named = /^rgb:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})$/i.exec(spec);
  const [red, green, blue] =
    hex === undefined ? (named?.slice(1) ?? []) : [0, 1, 2].map((n) => hex.slice(n * size, n * size + size));
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  // `#rgb` names the upper digits of each channel, `rgb:` a fraction of the brightest.
  const value = (digits: string): number => scaled(hex === undefined || size > 1 ? digits : `${digits}0`);
  return (value(red) << 16) | (value(green) << 8) | value(blue);
}

/**
 * The colours a program has set and asks for: OSC 4 and 104 the palette, 10 to 12 and 110 to 112 text, background and
 * cursor. They are told back to the program that set them; pictures keep palette numbers, which the viewer's terminal
 * draws in the colours of its person.
 */
export class Colours {
  readonly #usual: ScreenColours;
  readonly #set = new Map<string, number>();

  constructor(terminal: Terminal, usual: ScreenColours, reply: (answer: string) => void) {
    this.#usual = usual;
    const { parser } = terminal;
    const on = (code: number, act: (body: string) => void): void => {
      parser.registerOscHandler(code, (body) => {
        act(body);
        return true;
      });
    };
    on(4, (body) => {
      const parts = body.split(';', mostEntries * 2);
      for (let index = 0; index + 1 < parts.length; index += 2) {
        const entry = paletteEntry(parts[index] ?? '');
        if (entry !== undefined) this.#setOrTell(`4;${entry}`, parts[index + 1] ?? '', reply);
      }
    });
    on(104, (body) => this.#resetPalette(body));
    for (const code of [10, 11, 12]) {
      on(code, (body) => {
        // The n-th value is about the n-th colour from this one on.
        for (const [offset, value] of body.split(';', 13 - code).entries()) {
          this.#setOrTell(String(code + offset), value, reply);
        }
      });
      on(code + 100, () => this.#set.delete(String(code)));
    }
    parser.registerEscHandler({ final: 'c' }, () => {
      this.#set.clear();
      return false;
    });
  }

  /** Whether the person's theme is dark, as `CSI ? 996 n` tells it. What the program sets does not change it. */
  get dark(): boolean {
    const { background } = this.#usual;
    const light = 0.299 * (background >> 16) + 0.587 * ((background >> 8) & 0xff) + 0.114 * (background & 0xff);
    return light < 128;
  }

  /** The sequences that set the colours that differ from the usual ones: for a checkpoint. */
  sequences(): string {
    return [...this.#set].map(([code, colour]) => `\x1b]${code};${rgbSpec(colour)}\x1b\\`).join('');
  }

  #setOrTell(code: string, value: string, reply: (answer: string) => void): void {
    if (value === '?') {
      reply(`\x1b]${code};${rgbSpec(this.#set.get(code) ?? this.#usualOf(code))}\x1b\\`);
      return;
    }
    const colour = parseColour(value);
    if (colour !== undefined) this.#set.set(code, colour);
  }

  #usualOf(code: string): number {
    const { foreground, background, cursor } = this.#usual;
    const special = { 10: foreground, 11: background, 12: cursor }[Number(code)];
    return special ?? paletteColour(Number(code.slice(2)));
  }

  #resetPalette(body: string): void {
    const entries = body === '' ? [...this.#set.keys()].filter((code) => code.startsWith('4;')) : [];
    for (const part of body.split(';', mostEntries)) entries.push(`4;${paletteEntry(part) ?? ''}`);
    for (const code of entries) this.#set.delete(code);
  }
}

function paletteEntry(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : undefined;
}
