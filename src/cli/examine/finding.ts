/** One line of `signalbox doctor`. `note`: worth knowing, nothing depends on it. */
export interface Finding {
  readonly state: 'ok' | 'missing' | 'note';
  readonly what: string;
  /** What to do about it; null when there is nothing to do. */
  readonly remedy: string | null;
}

export const ok = (what: string): Finding => ({ state: 'ok', what, remedy: null });
export const missing = (what: string, remedy: string | null): Finding => ({ state: 'missing', what, remedy });
export const note = (what: string, remedy: string | null): Finding => ({ state: 'note', what, remedy });
