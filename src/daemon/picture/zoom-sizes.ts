import type { Client } from '../../wire/serve.ts';

/** A size in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Who is zoomed into which session, and whose size its terminal has: there is one owner, the client that zoomed or typed
 * last. A client that has gone gives all of its zooms up.
 */
export class ZoomSizes {
  /** By session, the owner last. */
  readonly #zooms = new Map<number, (Size & { readonly client: Client })[]>();
  readonly #changed: (session: number) => void;
  readonly #known = new WeakSet<Client>();

  /** @param changed called when a session's wanted size may have become another one */
  constructor(changed: (session: number) => void) {
    this.#changed = changed;
  }

  /** The client wants the session's terminal at this size, and is its owner now. */
  zoom(client: Client, session: number, size: Size): void {
    // It may have gone while its request was carried out: then nobody would take it out again.
    if (client.gone.aborted) return;
    if (!this.#known.has(client)) {
      this.#known.add(client);
      client.gone.addEventListener('abort', () => this.#left(client));
    }
    const { columns, rows } = size;
    this.#zooms.set(session, [...this.#others(client, session), { client, columns, rows }]);
    this.#changed(session);
  }

  /** The client looks at the session no more. */
  unzoom(client: Client, session: number): void {
    const before = this.#zooms.get(session);
    if (before?.some((zoom) => zoom.client === client) !== true) return;
    const left = this.#others(client, session);
    if (left.length > 0) this.#zooms.set(session, left);
    else this.#zooms.delete(session);
    this.#changed(session);
  }

  /** The client typed into the session: where it is zoomed in, its size is the terminal's. */
  typed(client: Client, session: number): void {
    const zooms = this.#zooms.get(session);
    const own = zooms?.find((zoom) => zoom.client === client);
    if (own !== undefined && own !== zooms?.at(-1)) this.zoom(client, session, own);
  }

  /** The owner's size; undefined when nobody is zoomed in. */
  sizeOf(session: number): Size | undefined {
    const owner = this.#zooms.get(session)?.at(-1);
    return owner === undefined ? undefined : { columns: owner.columns, rows: owner.rows };
  }

  #others(client: Client, session: number): (Size & { readonly client: Client })[] {
    return (this.#zooms.get(session) ?? []).filter((zoom) => zoom.client !== client);
  }

  #left(client: Client): void {
    for (const session of this.#zooms.keys()) this.unzoom(client, session);
  }
}
