import { Fault } from '../core/fault.ts';

/** A session's number, with or without `#`. Throws a `Fault` usage. */
export function parseId(text: string | undefined): number {
  const digits = /^#?(\d{1,9})$/.exec(text ?? '')?.[1];
  const id = digits === undefined ? 0 : Number.parseInt(digits, 10);
  if (id > 0) return id;
  throw new Fault({
    code: 'usage',
    message: `${JSON.stringify(text ?? '')} is no session's number`,
    hint: 'signalbox list shows them',
  });
}

/** A whole number of an option. Throws a `Fault` usage that names the option. */
export function parseNumber(text: string, { name, min, max }: { name: string; min: number; max: number }): number {
  const value = /^-?\d{1,9}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Fault({
    code: 'usage',
    message: `${name} cannot be ${JSON.stringify(text)}`,
    hint: `give a whole number from ${min} to ${max}`,
  });
}
