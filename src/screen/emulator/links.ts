import type { Terminal } from '@xterm/headless';

import { isSafeLink } from '../../core/picture.ts';
import { extendedFlag } from './inside.ts';
import type { InnerBuffer, Inside } from './inside.ts';

/** Distinct links kept at a time; when more are on the screen and in its history, the newest are plain text. */
const mostLinks = 4096;
/** When there is no room, it is looked for room again after so many links: to look takes as long as to print them. */
const lookEvery = 256;

/**
 * The links (OSC 8) of a screen, each kept once under a number that the cells hold. In place of xterm's own keeping,
 * which sets three listeners for every link and looks through a link's lines for every character printed.
 */
export class Links {
  readonly #inside: Inside;
  readonly #uris = new Map<number, string>();
  readonly #numbers = new Map<string, number>();
  #next = 1;
  #refused = 0;

  constructor(terminal: Terminal, inside: Inside) {
    this.#inside = inside;
    terminal.parser.registerOscHandler(8, (body) => {
      const separator = body.indexOf(';');
      if (separator >= 0) this.#open(body.slice(separator + 1));
      return true;
    });
  }

  /** The link of a number; undefined for 0, which is none. */
  uri(number: number): string | undefined {
    return number === 0 ? undefined : this.#uris.get(number);
  }

  /** The number for a link, 0 when it is not safe or there is no room. */
  numberOf(uri: string): number {
    if (!isSafeLink(uri)) return 0;
    const known = this.#numbers.get(uri);
    if (known !== undefined) return known;
    if (this.#uris.size >= mostLinks && this.#refused++ % lookEvery === 0) this.#forgetUnused();
    if (this.#uris.size >= mostLinks) return 0;
    this.#refused = 0;
    const number = this.#next++;
    this.#uris.set(number, uri);
    this.#numbers.set(uri, number);
    return number;
  }

  /** Gives the pen a link; '' and what is not safe take it away. */
  #open(uri: string): void {
    const pen = this.#inside['_inputHandler']['_curAttrData'];
    // Cells hold the old object.
    pen.extended = pen.extended.clone();
    pen.extended['_urlId'] = this.numberOf(uri);
    pen.updateExtended();
  }

  #forgetUnused(): void {
    const used = new Set<number>([this.#inside['_inputHandler']['_curAttrData'].extended['_urlId']]);
    for (const buffer of [this.#inside.buffers.normal, this.#inside.buffers.alt]) collect(buffer, used);
    for (const [number, uri] of this.#uris) {
      if (used.has(number)) continue;
      this.#uris.delete(number);
      this.#numbers.delete(uri);
    }
  }
}

function collect(buffer: InnerBuffer, used: Set<number>): void {
  for (let index = 0; index < buffer.lines.length; index++) {
    const line = buffer.lines.get(index);
    for (const [column, extended] of Object.entries(line?.['_extendedAttrs'] ?? {})) {
      const flags = line?.['_data'][Number(column) * 3 + 2] ?? 0;
      if (extended !== undefined && (flags & extendedFlag) !== 0) used.add(extended['_urlId']);
    }
  }
}
