import type { Inside } from './inside.ts';

/** Marks with a width of their own; those of Korean tones are as wide as what they mark and stay with it. */
const spacingMark = /(?![\u302e\u302f])\p{Mc}/u;
/** Thai and Lao vowels that are letters for Unicode and marks only for its graphemes. */
const spacingVowel = /[\u0e33\u0eb3]/;
const firstMark = 0x900;

/**
 * Gives spacing marks a cell of their own, as wcwidth of the C library does and with it the programs and most
 * terminals: xterm's graphemes put them into the cell before, and whatever follows is one column off for the program.
 * `ofInk`: as string-width counts, which leaves the vowels with the letter before.
 */
export function separateSpacingMarks({ unicodeService }: Inside, ofInk: boolean): void {
  const stands = new Map<number, boolean>();
  const standsAlone = (codePoint: number): boolean => {
    let known = stands.get(codePoint);
    if (known === undefined) {
      const text = String.fromCodePoint(codePoint);
      known = spacingMark.test(text) || (!ofInk && spacingVowel.test(text));
      stands.set(codePoint, known);
    }
    return known;
  };
  const provider = unicodeService['_activeProvider'];
  unicodeService.charProperties = (codePoint, before) =>
    provider.charProperties(codePoint, codePoint >= firstMark && standsAlone(codePoint) ? 0 : before);
}
