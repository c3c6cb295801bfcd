import { longestSide } from '../../core/picture.ts';

/**
 * What holder and daemon tell each other, in frames and in files. Checked by hand, not by zod: loading zod would triple
 * the time a holder takes to start, and each holder's memory.
 */

/** How a program ended. One of `exit` and `signal` is null. */
export interface ExitRecord {
  readonly exit: number | null;
  /** Such as `SIGTERM`. */
  readonly signal: string | null;
  /** When, in ISO 8601. */
  readonly at: string;
  /** Who ended it, where that is not plain: its holder, because no client came for too long. */
  readonly by?: 'lease';
}

/** Output from an offset of the log on was made for this size, in cells. */
export interface Resized {
  readonly offset: number;
  readonly columns: number;
  readonly rows: number;
}

/** Who a holder is and what it holds. */
export interface Hello {
  readonly protocol: number;
  readonly id: string;
  /** Made for one run; tells this holder from one that an earlier run left at the same place. */
  readonly nonce: string;
  /** The program: it leads its own session and process group. Null before it was started, or when it could not be. */
  readonly pid: number | null;
  /** See `processStartTime`; null with `pid`. */
  readonly startTime: string | null;
  readonly holderPid: number;
  readonly holderStartTime: string;
  readonly columns: number;
  readonly rows: number;
  readonly exited?: ExitRecord;
  /** Output before this offset was sent to an earlier client, which has answered what it asks. Only told, never kept. */
  readonly served?: number;
}

/** What a holder may be told to do otherwise than by default. Bytes, and milliseconds. */
export interface Limits {
  /** Length of one file of the log: 8 MB. */
  readonly segmentBytes?: number | undefined;
  /** No more of the log is kept than this, of what a client has made safe: 64 MB. */
  readonly keptBytes?: number | undefined;
  /** So much output may be safe with no client before the program has to wait: 1 GiB. */
  readonly ceilingBytes?: number | undefined;
  /** A program is ended when no client was there for so long: 12 hours; */
  readonly leaseMs?: number | undefined;
  /** and when it wrote nothing in the last part of it: 15 minutes. */
  readonly leaseQuietMs?: number | undefined;
}

/** What a holder is to run. */
export interface StartRequest extends Limits {
  readonly id: string;
  readonly nonce: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  /** Path of the holder's unix socket: less than 108 bytes. */
  readonly socket: string;
}

/** The protocol spoken here. */
export const protocolVersion = 2;

/** Whatever JSON the text holds; undefined when it holds none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isCells(value: unknown): value is number {
  return isCount(value) && value >= 1 && value <= longestSide;
}

/** An exit record, or undefined when it is none. */
export function parseExit(value: unknown): ExitRecord | undefined {
  if (!isFields(value)) return undefined;
  const { exit, signal, at } = value;
  const whole = (exit === null || isCount(exit)) && isTextOrNull(signal) && isText(at);
  if (!whole) return undefined;
  return value['by'] === 'lease' ? { exit, signal, at, by: 'lease' } : { exit, signal, at };
}

/** A hello, or undefined when it is none. */
export function parseHello(value: unknown): Hello | undefined {
  if (!isFields(value)) return undefined;
  const { protocol, id, nonce, pid, startTime, holderPid, holderStartTime, columns, rows } = value;
  if (!isCount(protocol) || !isText(id) || !isText(nonce) || !isCount(holderPid) || !isText(holderStartTime))
    return undefined;
  if (!(pid === null || isCount(pid)) || !isTextOrNull(startTime) || !isCells(columns) || !isCells(rows))
    return undefined;
  const exited = parseExit(value['exited']);
  const { served } = value;
  const hello = { protocol, id, nonce, pid, startTime, holderPid, holderStartTime, columns, rows };
  return {
    ...hello,
    ...(exited !== undefined && { exited }),
    ...(isCount(served) && { served }),
  };
}

function isEnvironment(value: unknown): value is Readonly<Record<string, string>> {
  return isFields(value) && Object.values(value).every(isText);
}

function isCommand(value: unknown): value is readonly [string, ...string[]] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function limit(fields: Fields, name: keyof Limits): number | undefined {
  const value = fields[name];
  return isCount(value) ? value : undefined;
}

function parseLimits(fields: Fields): Limits {
  return {
    segmentBytes: limit(fields, 'segmentBytes'),
    keptBytes: limit(fields, 'keptBytes'),
    ceilingBytes: limit(fields, 'ceilingBytes'),
    leaseMs: limit(fields, 'leaseMs'),
    leaseQuietMs: limit(fields, 'leaseQuietMs'),
  };
}

/** A start request, or undefined when it is none. */
export function parseStart(value: unknown): StartRequest | undefined {
  if (!isFields(value)) return undefined;
  const { id, nonce, argv, cwd, env, columns, rows, socket } = value;
  if (!isText(id) || !isText(nonce) || !isText(cwd) || !isText(socket)) return undefined;
  if (!isCommand(argv) || !isEnvironment(env) || !isCells(columns) || !isCells(rows)) return undefined;
  return { id, nonce, argv, cwd, env, columns, rows, socket, ...parseLimits(value) };
}

/** Where an attaching client wants to go on, or undefined. */
export function parseAttach(value: unknown): number | undefined {
  return parseCount(value, 'from');
}

/** A size in cells, or undefined. */
export function parseSize(value: unknown): { readonly columns: number; readonly rows: number } | undefined {
  if (!isFields(value)) return undefined;
  const { columns, rows } = value;
  return isCells(columns) && isCells(rows) ? { columns, rows } : undefined;
}

/** The name of a signal, or undefined. */
export function parseSignal(value: unknown): string | undefined {
  return isFields(value) && isText(value['signal']) ? value['signal'] : undefined;
}

function parseCount(value: unknown, name: string): number | undefined {
  const count = isFields(value) ? value[name] : undefined;
  return isCount(count) ? count : undefined;
}

/** How many bytes of input were refused, or undefined. */
export function parseRefused(value: unknown): number | undefined {
  return parseCount(value, 'refused');
}

/** How many bytes of input the program has not taken, or undefined. */
export function parseUnread(value: unknown): number | undefined {
  return parseCount(value, 'unread');
}

/** The offset before which all output is safe with the client, or undefined. */
export function parseCheckpoint(value: unknown): number | undefined {
  return parseCount(value, 'offset');
}

/** How many bytes of input belong together, or undefined. */
export function parsePaste(value: unknown): number | undefined {
  return parseCount(value, 'bytes');
}

/** From where on output was made for which size, or undefined. */
export function parseResized(value: unknown): Resized | undefined {
  const offset = parseCount(value, 'offset');
  const size = parseSize(value);
  return offset === undefined || size === undefined ? undefined : { offset, ...size };
}
