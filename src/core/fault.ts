/** Every kind of refusal or fault that a person or an agent can be shown. One table, so that codes never drift. */
export const faultCodes = [
  'usage',
  'not-found',
  'refused',
  'config',
  'untrusted',
  'repository',
  'git',
  'environment',
  'daemon',
  'protocol',
  'bug',
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** What a fault says to a person: what is wrong and where (`message`), and what to do about it (`hint`). */
export interface FaultText {
  readonly code: FaultCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** An error that is expected to reach a person as one clear sentence; anything else that is thrown is a bug. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly hint: string | undefined;

  constructor(text: FaultText, options?: { cause?: unknown }) {
    super(text.message, options);
    this.code = text.code;
    this.hint = text.hint;
  }

  /** The fault as plain data, for the wire. */
  get text(): FaultText {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

/** The one line (message and hint) under which any thrown value is shown to a person. */
export function describeFault(thrown: unknown): string {
  if (thrown instanceof Fault) return thrown.hint ? `${thrown.message}: ${thrown.hint}` : thrown.message;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
