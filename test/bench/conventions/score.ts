import { parse } from 'yaml';
import { z } from 'zod';
import type { Convention } from '../../../src/core/model/convention.ts';
import { type ConventionMatch, matchConvention } from '../../../src/core/rules/match-convention.ts';

const questionSchema = z.union([
  z.string().transform((q) => ({ q, options: null })),
  z.object({ q: z.string(), options: z.array(z.string()) }),
]);

const pairSchema = z.object({
  asked: z.string(),
  options: z.array(z.string()).default([]),
  answer: z.string(),
  paraphrases: z.array(questionSchema),
  similar: z.array(questionSchema),
  none: z.array(questionSchema),
});
export type Pair = z.infer<typeof pairSchema>;

/** The kept questions of a file. */
export function readPairs(text: string): Pair[] {
  return z.array(pairSchema).parse(parse(text));
}

type Expected = 'paraphrase' | 'similar' | 'none';

interface Verdict {
  readonly expected: Expected;
  readonly got: ConventionMatch;
  /** It was another question's kept answer that was found. */
  readonly foreign: boolean;
  readonly asked: string;
  readonly question: string;
}

/** What became of a set. */
export interface Score {
  readonly pairs: number;
  readonly verdicts: readonly Verdict[];
  /** Near misses that the machine would have answered. */
  readonly wrongAnswers: readonly Verdict[];
}

/** Puts every question of a set to all of its kept answers together, as in a repository that has them all. */
export function measureSet(pairs: readonly Pair[]): Score {
  const conventions = pairs.map((pair, index): Convention => ({
    id: String(index),
    sentence: `kept ${index}`,
    asked: { question: pair.asked, options: pair.options, answer: pair.answer },
  }));
  const verdicts = pairs.flatMap((pair, index) => {
    const put = (written: Expected) => (question: Pair['none'][number]) => {
      const options = question.options ?? pair.options;
      // What is not to be had cannot be proposed.
      const wasOption = pair.options.includes(pair.answer) && !options.includes(pair.answer);
      const expected = written === 'similar' && wasOption ? 'none' : written;
      const asked = {
        about: 'question',
        text: question.q,
        detail: null,
        options,
        multiple: false,
        freeText: true,
      } as const;
      const got = matchConvention(asked, conventions);
      const foreign = got.kind !== 'none' && got.convention.id !== String(index);
      return { expected, got: foreign ? other(got) : got, foreign, asked: pair.asked, question: question.q };
    };
    return [
      ...pair.paraphrases.map(put('paraphrase')),
      ...pair.similar.map(put('similar')),
      ...pair.none.map(put('none')),
    ];
  });
  const wrongAnswers = verdicts.filter(
    ({ expected, got, foreign }) => got.kind === 'same' && (foreign || expected !== 'paraphrase'),
  );
  return { pairs: pairs.length, verdicts, wrongAnswers };
}

/** A match by another kept answer: what is merely proposed does not help, an automatic answer stays one, and is wrong. */
function other(got: Exclude<ConventionMatch, { kind: 'none' }>): ConventionMatch {
  return got.kind === 'same' ? got : { kind: 'none', why: `like another one: ${got.convention.sentence}` };
}

/** The numbers in words; with `all` also every question that came out otherwise than it was written down. */
export function scoreLines({ pairs, verdicts, wrongAnswers }: Score, all: boolean): string[] {
  const of = (expected: Expected) => verdicts.filter((verdict) => verdict.expected === expected);
  const paraphrases = of('paraphrase');
  const near = [...of('similar'), ...of('none')];
  const proposals = verdicts.filter((verdict) => verdict.got.kind === 'similar');
  const good = proposals.filter((verdict) => verdict.expected !== 'none').length;
  const helped = [...paraphrases, ...of('similar')];
  const same = countOf(paraphrases, 'same');
  return [
    `${pairs} kept answers, ${paraphrases.length} paraphrases, ${near.length} near misses`,
    `same: precision ${share(same, same + wrongAnswers.length)}, recall ${share(same, paraphrases.length)}`,
    `similar: precision ${share(good, proposals.length)}, recall of all it could help with, or answered: ${share(countOf(helped, 'same', 'similar'), helped.length)}`,
    `near misses answered by the machine: ${wrongAnswers.length}`,
    ...verdicts.filter((verdict) => wrongAnswers.includes(verdict) || (all && isOther(verdict))).map(verdictLine),
  ];
}

function isOther({ expected, got }: Verdict): boolean {
  return got.kind !== (expected === 'paraphrase' ? 'same' : expected);
}

function verdictLine({ expected, got, asked, question }: Verdict): string {
  return `${expected} came out ${got.kind}: ${question.trim()}  [kept: ${asked.trim()}] ${got.why}`;
}

function countOf(list: readonly Verdict[], ...kinds: ConventionMatch['kind'][]): number {
  return list.filter((verdict) => kinds.includes(verdict.got.kind)).length;
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`})`;
}
