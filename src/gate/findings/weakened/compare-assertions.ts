import type { Assertion } from '../test-block.ts';
import { shapeOf, similarity } from './similarity.ts';

export interface ComparedAssertions {
  /** Two versions of one assertion. */
  readonly changed: readonly { readonly before: Assertion; readonly after: Assertion; readonly certain: boolean }[];
  readonly gone: readonly Assertion[];
  readonly fresh: readonly Assertion[];
}

const alike = 0.5;
/** How many assertions of one test are looked at this closely. */
const most = 200;

/** Which assertion of a test became which. */
export function compareAssertions(before: readonly Assertion[], after: readonly Assertion[]): ComparedAssertions {
  const changed: { before: Assertion; after: Assertion; certain: boolean }[] = [];
  let gone = before;
  let fresh = after;

  function pairBy(key: (assertion: Assertion) => string, certain: boolean): void {
    const waiting = Map.groupBy(fresh, key);
    const taken = new Set<Assertion>();
    gone = gone.filter((assertion) => {
      const match = waiting.get(key(assertion))?.shift();
      if (match === undefined) return true;
      taken.add(match);
      if (match.text !== assertion.text) changed.push({ before: assertion, after: match, certain });
      return false;
    });
    fresh = fresh.filter((assertion) => !taken.has(assertion));
  }

  pairBy(({ text }) => text, true);
  pairBy(({ subject, matcher }) => `${subject} ${matcher}`, true);
  pairBy(({ subject }) => subject, true);
  pairBy(({ matcher, expected }) => `${matcher} ${expected}`, false);
  const shapes = new Map(fresh.slice(0, most).map((assertion) => [assertion, shapeOf(assertion.text)]));
  for (const assertion of gone.slice(0, most)) {
    const shape = shapeOf(assertion.text);
    const [match] = [...shapes].find(([, other]) => similarity(shape, other) >= alike) ?? [];
    if (match === undefined) continue;
    shapes.delete(match);
    changed.push({ before: assertion, after: match, certain: false });
    gone = gone.filter((one) => one !== assertion);
    fresh = fresh.filter((one) => one !== match);
  }
  return { changed, gone, fresh };
}
