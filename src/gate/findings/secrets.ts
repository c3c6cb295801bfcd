import type { Found } from '../../core/model/findings.ts';
import type { Detector, FileChange } from './change.ts';
import { assignedHints, assignedValues, isTestPath } from './secrets/assigned-value.ts';
import { isObviousDummy } from './secrets/placeholder.ts';
import { secretFile } from './secrets/secret-files.ts';
import { shapeHints, tokenShapes } from './secrets/token-shapes.ts';

/** A secret as it stands in a file. */
interface Spotted {
  readonly kind: string;
  readonly value: string;
  readonly certain: boolean;
  /** From 1. */
  readonly line: number;
}

const keyHeader = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/;
/** What follows is a key and no sentence about one: base64, also as a literal with `\n` in it or in pieces. */
const keyBody =
  /^(?:\s|\\[nr]|["'`+,\\]|(?:Proc-Type|DEK-Info|Version|Comment): [^\n]{0,80})*(?<value>[A-Za-z0-9+/=]{40,})/;
/** Longer than any header lines of a key. */
const bodyWithin = 600;
const mostInOneFile = 20;

/** Secrets on lines that are new: what stood anywhere before, moved or not, is no news. */
export const detectSecrets: Detector = (changes) => {
  const known = knownLines(changes);
  const stood = (value: string): boolean => changes.some(({ before }) => before?.text?.includes(value) === true);
  const found: Found[] = [];
  for (const change of changes) {
    const file = secretFile(change);
    if (file !== null) {
      const says = `${file} is added: keep it out of the repository`;
      found.push({ rule: 'secret', certain: false, file: change.path, line: null, side: 'candidate', says });
    }
    const seen = new Set<string>();
    for (const { kind, value, certain, line } of spotted(change, known)) {
      if (seen.has(value) || stood(value)) continue;
      seen.add(value);
      // A file of nothing but secrets is told of by its first ones.
      if (seen.size > mostInOneFile) break;
      found.push({ rule: 'secret', certain, file: change.path, line, side: 'candidate', says: sentence(kind, value) });
    }
  }
  return found;
};

/** Says what it is without giving it away: little of a short one is a lot. */
function sentence(kind: string, value: string): string {
  const shown = value.length >= 12 ? value.slice(0, 4) : value.slice(0, 1);
  return `${kind} is added (${shown}…, ${value.length} characters)`;
}

function knownLines(changes: readonly FileChange[]): Set<string> {
  const known = new Set<string>();
  for (const { before } of changes) for (const line of before?.text?.split('\n') ?? []) known.add(line.trim());
  return known;
}

function* spotted({ path, after }: FileChange, known: ReadonlySet<string>): Generator<Spotted> {
  if (after === null || after.text === null) return;
  const lines = after.text.split('\n');
  let start = 0;
  for (const [index, line] of lines.entries()) {
    if (!known.has(line.trim())) {
      for (const one of inLine(line, path)) yield { ...one, line: index + 1 };
      const key = line.includes('-----BEGIN')
        ? privateKey(after.text.slice(start, start + line.length + bodyWithin))
        : null;
      if (key !== null) yield { kind: 'a private key', value: key, certain: !isTestPath(path), line: index + 1 };
    }
    start += line.length + 1;
  }
}

function inLine(line: string, path: string): Omit<Spotted, 'line'>[] {
  const found: Omit<Spotted, 'line'>[] = [];
  const taken = (value: string): boolean => found.some((one) => one.value.includes(value) || value.includes(one.value));
  if (shapeHints.test(line)) {
    for (const { kind, pattern, certain } of tokenShapes) {
      for (const match of line.matchAll(pattern)) {
        const value = match.groups?.['value'] ?? match[0];
        if (taken(value) || isObviousDummy(value) || isWellKnown(value)) continue;
        found.push({ kind, value, certain: certain && !isTestPath(path) });
      }
    }
  }
  if (assignedHints.test(line)) {
    for (const one of assignedValues(line, path)) if (!taken(one.value)) found.push(one);
  }
  return found;
}

/** The token that every manual about JSON web tokens shows. */
function isWellKnown(value: string): boolean {
  const payload = value.startsWith('eyJ') ? value.split('.')[1] : undefined;
  return payload !== undefined && /John Doe|1234567890/.test(Buffer.from(payload, 'base64url').toString('latin1'));
}

function privateKey(text: string): string | null {
  const header = keyHeader.exec(text);
  if (header === null) return null;
  const value = keyBody.exec(text.slice(header.index + header[0].length))?.groups?.['value'];
  return value === undefined || isObviousDummy(value.slice(-40)) ? null : value;
}
