import type { Asked, Call } from './asked.ts';
import type { Failure } from './scenario.ts';

/** One server-sent event. */
export interface SentEvent {
  readonly event: string | null;
  readonly data: unknown;
}

/** Says one answer in one protocol. */
export interface Voice {
  /** The events that say it, as a stream. */
  begin(): SentEvent[];
  say(piece: string): SentEvent[];
  call(call: Call): SentEvent[];
  end(): SentEvent[];
  /** An error in the middle of the stream. */
  breaks(failure: Failure, message: string): SentEvent[];
  /** All that was said so far, in one piece. */
  whole(): unknown;
}

/** What a model server must know of a protocol. */
export interface Protocol {
  readonly name: Asked['protocol'];
  /** Whether it is spoken at this path. */
  speaks(path: string): boolean;
  /** @throws ZodError when the body is not of this protocol */
  read(path: string, body: unknown): Omit<Asked, 'path' | 'headers' | 'body' | 'protocol'>;
  voice(model: string): Voice;
  refusal(failure: Failure, message: string): { readonly status: number; readonly body: unknown };
}
