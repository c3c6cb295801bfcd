import { deflateSync } from 'node:zlib';

/** A picture that cells on the screen stand for. */
export interface TerminalPicture {
  /** 16..255: the colour of its cells. */
  readonly id: number;
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel. */
  readonly rgba: Uint8Array;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Longest piece of a picture in one sequence. */
const pieceLength = 4096;
/** The number under which the question whether pictures can be shown is asked. */
const question = 4_242;

/**
 * Whether to ask a terminal if it shows pictures in the place of cells. Only those that can are asked: others print what
 * they do not know, and a multiplexer in between passes neither question nor picture on.
 */
export function mayShowPictures(env: Environment): boolean {
  if (env['TMUX'] || env['STY'] || env['ZELLIJ']) return false;
  const known = /kitty|ghostty/i;
  return known.test(env['TERM'] ?? '') || known.test(env['TERM_PROGRAM'] ?? '') || Boolean(env['KITTY_WINDOW_ID']);
}

/** Keeps a terminal's pictures (kitty graphics protocol) as they are wanted: each is sent once, and deleted when it is not wanted. */
export class KittyPictures {
  readonly #write: (bytes: string) => void;
  readonly #onKnown = new Set<() => void>();
  #state: 'no' | 'unasked' | 'asked' | 'yes';
  #sent = new Map<number, TerminalPicture>();

  constructor(options: { env: Environment; write: (bytes: string) => void }) {
    this.#write = options.write;
    this.#state = mayShowPictures(options.env) ? 'unasked' : 'no';
  }

  /** Whether the terminal has said that it shows pictures. */
  get shown(): boolean {
    return this.#state === 'yes';
  }

  /** Calls back when it becomes known whether the terminal shows pictures; returns what ends it. */
  onKnown(call: () => void): () => void {
    this.#onKnown.add(call);
    return () => void this.#onKnown.delete(call);
  }

  /** Asks the terminal, once, when there is something to show. */
  #ask(): void {
    if (this.#state !== 'unasked') return;
    this.#state = 'asked';
    this.#write(`\x1b_Gi=${question},s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\`);
  }

  /** Takes what the terminal answered; anything else is none of its business. */
  hear(raw: Buffer): void {
    if (this.#state !== 'asked' || !raw.toString('latin1').startsWith(`\x1b_Gi=${question};`)) return;
    this.#state = raw.includes(';OK') ? 'yes' : 'no';
    for (const call of this.#onKnown) call();
  }

  /** Says which pictures the cells on the screen stand for from now on. */
  want(pictures: readonly TerminalPicture[]): void {
    if (pictures.length > 0) this.#ask();
    if (this.#state !== 'yes') return;
    const wanted = new Map(pictures.map((picture) => [picture.id, picture]));
    for (const [id, { rgba, columns, rows }] of this.#sent) {
      const now = wanted.get(id);
      if (now?.rgba === rgba && now.columns === columns && now.rows === rows) continue;
      this.#write(`\x1b_Ga=d,d=I,i=${id},q=2\x1b\\`);
      this.#sent.delete(id);
    }
    for (const picture of wanted.values()) {
      if (this.#sent.has(picture.id)) continue;
      this.#sent.set(picture.id, picture);
      this.#write(upload(picture));
    }
  }
}

/** The sequences that give a picture to the terminal, for cells to stand for it; none of them is answered. */
function upload({ id, columns, rows, width, height, rgba }: TerminalPicture): string {
  const data = deflateSync(rgba).toString('base64');
  let out = '';
  for (let at = 0; at < data.length || at === 0; at += pieceLength) {
    const more = at + pieceLength < data.length ? 1 : 0;
    const head = `a=T,U=1,q=2,f=32,o=z,i=${id},s=${width},v=${height},c=${columns},r=${rows},`;
    out += `\x1b_G${at === 0 ? head : ''}m=${more}${at === 0 ? '' : ',q=2'};${data.slice(at, at + pieceLength)}\x1b\\`;
  }
  return out;
}
