/** Braces with more alternatives than this are taken as "anything". */
const mostAlternatives = 64;

/** A folder named in a boundary covers what is below it: every glob goes on like this, unseen. */
const below = Symbol('below');
type Segment = string | typeof below;

/**
 * Whether two path globs can name the same file: the narrowest glob that covers what they share, or null. Never null where
 * they do meet; what is not understood (negations, extended patterns) counts as anything.
 */
export function globsMeet(one: string, other: string): string | null {
  for (const left of alternatives(normalized(one))) {
    for (const right of alternatives(normalized(other))) {
      const shared = meet(segments(left), segments(right), new Map());
      if (shared !== null) return inWords(shared);
    }
  }
  return null;
}

function inWords(shared: readonly Segment[]): string {
  const parts = shared.filter((part) => typeof part === 'string');
  // What is below something that looks like a file is nothing.
  if (parts.at(-1) === '**' && /[^.]\./u.test(parts.at(-2) ?? '')) parts.pop();
  return parts.length === 0 ? '**' : parts.join('/');
}

/** Whether a file lies within a glob, as far as `globsMeet` understands it. */
export function globCovers(glob: string, file: string): boolean {
  return alternatives(normalized(glob)).some(
    (each) => meet(segments(each), file.split('/').map(literal), new Map()) !== null,
  );
}

/** As people write them: `./src/api/` is `src/api`; `.` is everything. */
function normalized(glob: string): string {
  const trimmed = glob
    .trim()
    .replace(/^(?:\.?\/)+/u, '')
    .replace(/\/+$/u, '');
  return trimmed === '.' || trimmed === '' || trimmed.startsWith('!') ? '**' : trimmed;
}

function segments(glob: string): Segment[] {
  return [...glob.split('/').filter((part) => part !== ''), below];
}

/** `{a,b}` written out. */
function alternatives(glob: string): string[] {
  let open = [glob];
  for (;;) {
    const next = open.flatMap((each) => {
      const found = /^(.*?)\{([^{}]*)\}(.*)$/su.exec(each);
      if (found === null) return [each];
      const [, before = '', inside = '', after = ''] = found;
      // A range such as {1..9}, or a brace without alternatives, is not told apart here.
      if (!inside.includes(',')) return [`${before}*${after}`];
      return inside.split(',').map((choice) => `${before}${choice}${after}`);
    });
    if (next.length > mostAlternatives) return [glob.replace(/\{.*\}/su, '**')];
    if (next.every((each, at) => each === open[at]) && next.length === open.length) return next;
    open = next;
  }
}

type Known = Map<string, readonly Segment[] | null>;

function meet(one: readonly Segment[], other: readonly Segment[], known: Known): readonly Segment[] | null {
  const key = `${one.length} ${other.length}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = step(one, other, known);
  known.set(key, found);
  return found;
}

type Way = (one: readonly Segment[], other: readonly Segment[]) => readonly Segment[] | null;

function step(one: readonly Segment[], other: readonly Segment[], known: Known): readonly Segment[] | null {
  const [first, ...restOne] = one;
  const [second, ...restOther] = other;
  if (first === undefined && second === undefined) return [];
  if (isAny(first)) return throughAny(one, other, (left, right) => meet(left, right, known));
  if (isAny(second)) return throughAny(other, one, (left, right) => meet(right, left, known));
  if (first === undefined || second === undefined || typeof first === 'symbol' || typeof second === 'symbol')
    return null;
  if (!segmentsMeet(tokens(first), tokens(second))) return null;
  const rest = meet(restOne, restOther, known);
  return rest === null ? null : [fixed(first) >= fixed(second) ? first : second, ...rest];
}

/** `any` begins with any number of folders: it takes the other one's next, or none. */
function throughAny(any: readonly Segment[], other: readonly Segment[], way: Way): readonly Segment[] | null {
  const [second, ...restOther] = other;
  // What the other one says is narrower than "anything".
  const taken = second === undefined ? null : way(any, restOther);
  if (taken !== null && second !== undefined && !isAny(second)) return [second, ...taken];
  const rest = way(any.slice(1), other);
  if (rest === null) return taken;
  return any[0] === '**' && !rest.includes('**') && other.every(isAny) ? ['**', ...rest] : rest;
}

function isAny(segment: Segment | undefined): boolean {
  return segment === below || segment === '**';
}

/** How much of a segment is said literally. */
function fixed(segment: string): number {
  return segment.replace(/[*?]|\[[^\]]*\]/gu, '').length - (/[*?[]/u.test(segment) ? 0.5 : 0);
}

/** One character of a pattern: itself, any one of some, any one (null), or any number of any (`*`). */
type Token = { readonly is: 'one'; readonly of: string | null } | { readonly is: 'many' };

function tokens(segment: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < segment.length; at += 1) {
    const char = segment[at] ?? '';
    if ('@+!?*'.includes(char) && segment[at + 1] === '(') return [...found, { is: 'many' }];
    if (char === '*') found.push({ is: 'many' });
    else if (char === '?') found.push({ is: 'one', of: null });
    else if (char === '[') {
      const end = segment.indexOf(']', at + 2);
      if (end === -1) found.push({ is: 'one', of: '[' });
      else {
        const inside = segment.slice(at + 1, end);
        found.push({ is: 'one', of: /^[\w.]+$/u.test(inside) ? inside : null });
        at = end;
      }
    } else if (char === '\\') {
      at += 1;
      found.push({ is: 'one', of: segment[at] ?? '\\' });
    } else found.push({ is: 'one', of: char });
  }
  return found;
}

/** Which ends of the two patterns can name the same; filled from behind, so that many stars cost no more than few. */
function segmentsMeet(one: readonly Token[], other: readonly Token[]): boolean {
  let after: boolean[] = [];
  for (let at = one.length; at >= 0; at -= 1) {
    const row: boolean[] = [];
    for (let to = other.length; to >= 0; to -= 1) {
      const [first, second] = [one[at], other[to]];
      const skipsOne = first?.is === 'many' && after[to] === true;
      const skipsOther = second?.is === 'many' && row[to + 1] === true;
      const grows = (first?.is === 'many' && row[to + 1] === true) || (second?.is === 'many' && after[to] === true);
      const both = charsMeet(first, second) && after[to + 1] === true;
      row[to] = (first === undefined && second === undefined) || skipsOne || skipsOther || grows || both;
    }
    after = row;
  }
  return after[0] === true;
}

function charsMeet(first: Token | undefined, second: Token | undefined): boolean {
  if (first?.is !== 'one' || second?.is !== 'one') return false;
  const [some, others] = [first.of, second.of];
  return some === null || others === null || some.split('').some((char) => others.includes(char));
}

/** A file's name as a pattern that means only itself. */
function literal(name: string): string {
  return name.replace(/[*?[\]\\{}()!+@]/gu, '\\$&');
}
