/** One step through an XML text. */
export type XmlStep =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'close'; readonly name: string };

/** More than a report of a very large suite has. */
const mostSteps = 2_000_000;
const deepest = 64;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const nameRule = String.raw`[A-Za-z_:][\w:.-]*`;
const startTag = new RegExp(String.raw`<(${nameRule})((?:\s+${nameRule}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, 'y');
const endTag = new RegExp(String.raw`</(${nameRule})\s*>`, 'y');
const attribute = new RegExp(String.raw`(${nameRule})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g');

/**
 * Reads the elements of a well-formed document; text between them is passed over. Written for reports that come from
 * the work: no document type, no entities of its own, nothing is fetched, and depth and size are bounded. Throws Error
 * for anything else.
 */
export function* xmlSteps(text: string): Generator<XmlStep> {
  const open: string[] = [];
  let steps = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    steps += 1;
    if (steps > mostSteps) throw new Error('it is too long');
    const past = pastMarkup(text, at);
    if (past !== null) {
      at = past;
      continue;
    }
    endTag.lastIndex = at;
    const ending = endTag.exec(text);
    if (ending !== null) {
      const name = ending[1] ?? '';
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      at = endTag.lastIndex;
      yield { kind: 'close', name };
      continue;
    }
    startTag.lastIndex = at;
    const start = startTag.exec(text);
    if (start === null) throw new Error(`it cannot be read at character ${at}`);
    const [, name = '', inside = '', empty] = start;
    at = startTag.lastIndex;
    yield { kind: 'open', name, attributes: attributesOf(inside) };
    if (empty === '/') yield { kind: 'close', name };
    else open.push(name);
    if (open.length > deepest) throw new Error('it is too deep');
  }
  if (open.length > 0) throw new Error(`<${open.at(-1) ?? ''}> is not closed`);
}

/** Where a comment, a CDATA section or an instruction ends; null when there is none here. */
function pastMarkup(text: string, at: number): number | null {
  for (const [start, end] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const) {
    if (!text.startsWith(start, at)) continue;
    const found = text.indexOf(end, at + start.length);
    if (found < 0) throw new Error(`${start} does not end`);
    return found + end.length;
  }
  if (text.startsWith('<!', at)) throw new Error('it has a document type');
  return null;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const [, name = '', double, single] of text.matchAll(attribute)) found[name] = decoded(double ?? single ?? '');
  return found;
}

function decoded(text: string): string {
  return text.replaceAll(/&(#x[\da-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = Number.parseInt(name.replace(/^#x?/, ''), name.startsWith('#x') ? 16 : 10);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
