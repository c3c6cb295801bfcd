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
}

/** What a holder is to run. */
export interface StartRequest {
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
export const protocolVersion = 1;

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
  return isCount(value) && value >= 1 && value <= 0xffff;
}

/** An exit record, or undefined when it is none. */
export function parseExit(value: unknown): ExitRecord | undefined {
  if (!isFields(value)) return undefined;
  const { exit, signal, at } = value;
  const whole = (exit === null || isCount(exit)) && isTextOrNull(signal) && isText(at);
  return whole ? { exit, signal, at } : undefined;
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
  const hello = { protocol, id, nonce, pid, startTime, holderPid, holderStartTime, columns, rows };
  return exited === undefined ? hello : { ...hello, exited };
}

function isEnvironment(value: unknown): value is Readonly<Record<string, string>> {
  return isFields(value) && Object.values(value).every(isText);
}

function isCommand(value: unknown): value is readonly [string, ...string[]] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

/** A start request, or undefined when it is none. */
export function parseStart(value: unknown): StartRequest | undefined {
  if (!isFields(value)) return undefined;
  const { id, nonce, argv, cwd, env, columns, rows, socket } = value;
  if (!isText(id) || !isText(nonce) || !isText(cwd) || !isText(socket)) return undefined;
  if (!isCommand(argv) || !isEnvironment(env) || !isCells(columns) || !isCells(rows)) return undefined;
  return { id, nonce, argv, cwd, env, columns, rows, socket };
}

/** Where an attaching client wants to go on, or undefined. */
export function parseAttach(value: unknown): number | undefined {
  return isFields(value) && isCount(value['from']) ? value['from'] : undefined;
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

/** How many bytes of input were refused, or undefined. */
export function parseRefused(value: unknown): number | undefined {
  return isFields(value) && isCount(value['refused']) ? value['refused'] : undefined;
}
