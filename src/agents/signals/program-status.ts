/**
 * OSC 7501, the program status protocol (revision 0.3): a program says what it does as `key=value` pairs joined by `:`.
 * https://www.superlogical.com/rex/docs/build/program-status
 */

/** Most urgent first: of several records the first of these is what the whole program does. */
const byUrgency = ['blocked', 'error', 'working', 'done', 'idle'] as const;
export type ProgramState = (typeof byUrgency)[number];

/** What one record says. A later report of the same `id` replaces all of it. */
export interface ProgramStatus {
  readonly state: ProgramState;
  /** The record's address, `/` between its parts; '' is the program itself. */
  readonly id: string;
  /** Why it is blocked; null when it does not say, or is not blocked. */
  readonly kind: 'permission' | 'question' | 'auth' | null;
  readonly app: string | null;
  /** What the record is about, one line. */
  readonly title: string | null;
  /** What it does or wants, one line. */
  readonly message: string | null;
  /** Percent; only while working or blocked. */
  readonly progress: number | null;
}

/** One report: a record, or the word that a record and all below it are gone (`id` '': every one). */
export type StatusReport = ProgramStatus | { readonly state: 'clear'; readonly id: string };

const word = /^[A-Za-z0-9_.+-]{1,32}$/;
const longest = { key: 16, body: 4090, id: 128, idParts: 8, msg: 2048, title: 192 };
/** More than any program needs; a program that invents addresses for ever must not fill the memory. */
const mostRecords = 256;

/** Reads what follows `7501;`. null: not a report by the rules of the protocol, to be ignored as a whole. */
export function parseStatus(body: string): StatusReport | null {
  const pairs = pairsOf(body);
  if (pairs === null) return null;
  const id = pairs.get('id') ?? '';
  const app = pairs.get('app') ?? null;
  const title = textOf(pairs.get('title'), longest.title);
  const message = textOf(pairs.get('msg'), longest.msg);
  if (title === undefined || message === undefined || (app !== null && app.length > 32)) return null;
  if (pairs.has('id') && !isAddress(id)) return null;
  const state = pairs.get('state');
  if (state === 'clear') return { state, id };
  const known = byUrgency.find((one) => one === state);
  if (known === undefined) return null;
  const kind = known === 'blocked' ? kindOf(pairs.get('kind')) : null;
  const progress = known === 'working' || known === 'blocked' ? progressOf(pairs.get('progress')) : null;
  return { state: known, id, kind, app: app !== null && word.test(app) ? app : null, title, message, progress };
}

/** The pairs, the last of a repeated key; null when one breaks a limit. */
function pairsOf(body: string): Map<string, string> | null {
  if (Buffer.byteLength(body) > longest.body) return null;
  const pairs = new Map<string, string>();
  for (const pair of body.split(':')) {
    const at = pair.indexOf('=');
    if (at === -1) continue;
    const key = pair.slice(0, at).trim();
    if (key.length > longest.key) return null;
    if (/^[a-z]+$/.test(key)) pairs.set(key, pair.slice(at + 1).trim());
  }
  return pairs;
}

function isAddress(id: string): boolean {
  const parts = id.split('/');
  return id.length <= longest.id && parts.length <= longest.idParts && parts.every((part) => word.test(part));
}

function kindOf(text: string | undefined): ProgramStatus['kind'] {
  return text === 'permission' || text === 'question' || text === 'auth' ? text : null;
}

function progressOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,3}$/.test(text) && Number(text) <= 100 ? Number(text) : null;
}

/** Text in base64, padded or not; null: none. undefined: it breaks a rule, and the whole report with it. */
function textOf(encoded: string | undefined, mostBytes: number): string | null | undefined {
  if (encoded === undefined) return null;
  const bare = encoded.replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1) return undefined;
  const bytes = Buffer.from(bare, 'base64');
  if (bytes.length > mostBytes) return undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  if (/\p{Cc}/u.test(text)) return undefined;
  // Marks that turn the direction of writing around, or that are not seen, could make a text look like another.
  const plain = text.replaceAll(/[\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu, '').trim();
  return plain === '' ? null : plain;
}

/** All that a program has said about itself so far. */
export class ProgramStatuses {
  readonly #records = new Map<string, ProgramStatus>();
  #spoken = false;

  /** Whether the program speaks the protocol: it is its own authority then, also when all was cleared. */
  get spoken(): boolean {
    return this.#spoken;
  }

  /** Takes a report; false when it was none. */
  hear(body: string): boolean {
    const report = parseStatus(body);
    if (report === null) return false;
    this.#spoken = true;
    if (report.state === 'clear') this.#clear(report.id);
    else {
      // The last said comes last, and what was not said again for longest first.
      this.#records.delete(report.id);
      this.#records.set(report.id, report);
      const [oldest] = this.#records.keys();
      if (this.#records.size > mostRecords && oldest !== undefined) this.#records.delete(oldest);
    }
    return true;
  }

  /** The most urgent record, of equals the one said last; null when there is none. */
  get now(): ProgramStatus | null {
    let most: ProgramStatus | null = null;
    for (const record of this.#records.values()) {
      if (most === null || byUrgency.indexOf(record.state) <= byUrgency.indexOf(most.state)) most = record;
    }
    return most;
  }

  #clear(id: string): void {
    for (const known of this.#records.keys()) {
      if (id === '' || known === id || known.startsWith(`${id}/`)) this.#records.delete(known);
    }
  }
}
