import { Fault } from '../core/fault.ts';

/** A session's number, with or without `#`. Throws a `Fault` usage. */
export function parseId(text: string | undefined): number {
  const digits = /^#?(\d{1,9})$/.exec(text ?? '')?.[1];
  const id = digits === undefined ? 0 : Number.parseInt(digits, 10);
  if (id > 0) return id;
  throw new Fault({
    code: 'usage',
    message:
      text === undefined || text === '' ? 'no session is named' : `${JSON.stringify(text)} is no session's number`,
    hint: 'signalbox list shows them',
  });
}

/** A whole number of an option; `or` is a word that it takes as well. Throws a `Fault` usage that names the option. */
export function parseNumber(
  text: string,
  { name, min, max, or }: { name: string; min: number; max: number; or?: string },
): number {
  const value = /^-?\d{1,9}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Fault({
    code: 'usage',
    message: `${name} cannot be ${JSON.stringify(text)}`,
    hint: `give a whole number from ${min} to ${max}${or === undefined ? '' : `, or ${or}`}`,
  });
}
