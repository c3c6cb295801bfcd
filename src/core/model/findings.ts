import { z } from 'zod';

/**
 * What the gate notices in the difference between target and candidate, each as a sentence with its place. What a
 * finding means for the verdict is decided by its group and the configuration, never by the detector.
 */

/** Every rule, by the group whose policy holds for it. */
export const findingGroups = {
  weakened: [
    'test-removed',
    'test-disabled',
    'test-returns-early',
    'assertions-removed',
    'assertion-loosened',
    'check-command-changed',
    'check-config-loosened',
    'test-only-branch',
  ],
  suspicious: [
    'expectation-changed',
    'snapshot-changed',
    'suppression-added',
    'rule-disabled',
    'pipeline-changed',
    'lock-file-alone',
    'new-test-disabled',
    'new-test-asserts-nothing',
  ],
  secrets: ['secret'],
  binaries: ['binary'],
  large: ['large-file'],
  generated: ['generated-file'],
  links: ['link-out-of-tree'],
  submodules: ['submodule'],
  modes: ['mode-changed'],
  names: ['odd-name'],
} as const;
export type FindingGroup = keyof typeof findingGroups;
export const findingRuleSchema = z.enum(Object.values(findingGroups).flat());
export type FindingRule = z.infer<typeof findingRuleSchema>;

const groupNames = Object.keys(findingGroups).filter((name): name is FindingGroup => name in findingGroups);

/** The group that a rule belongs to. */
export function groupOf(rule: FindingRule): FindingGroup {
  const group = groupNames.find((name) => findingGroups[name].some((other) => other === rule));
  if (group === undefined) throw new Error(`the rule ${rule} is in no group`);
  return group;
}

/**
 * - `red`: the round is red, the agent gets the sentence.
 * - `acknowledge`: the person is asked once before approving.
 * - `note`: said in the review.
 * - `off`: not looked for.
 */
export const findingPolicies = ['red', 'acknowledge', 'note', 'off'] as const;
export type FindingPolicy = (typeof findingPolicies)[number];

/** The policies that hold when the configuration says nothing. */
export const defaultPolicies: Readonly<Record<FindingGroup, FindingPolicy>> = {
  weakened: 'acknowledge',
  suspicious: 'note',
  secrets: 'red',
  binaries: 'note',
  large: 'acknowledge',
  generated: 'note',
  links: 'acknowledge',
  submodules: 'acknowledge',
  modes: 'note',
  names: 'acknowledge',
};

/** What a detector found. */
export interface Found {
  readonly rule: FindingRule;
  /** Nobody could read the change otherwise; in `strict` mode only such findings are red. */
  readonly certain: boolean;
  readonly file: string;
  /** From 1; null when it is about the file as a whole. */
  readonly line: number | null;
  /** Which version of the file the line is of. */
  readonly side: 'target' | 'candidate';
  /** A whole sentence without the place, for person and agent: `test "a > b" was removed`. */
  readonly says: string;
}

/** A finding in a verdict: what was found, and what it means there. */
export const findingSchema = z.object({
  rule: findingRuleSchema,
  certain: z.boolean(),
  file: z.string(),
  line: z.number().nullable(),
  side: z.enum(['target', 'candidate']),
  says: z.string(),
  policy: z.enum(['red', 'acknowledge', 'note']),
});
export type Finding = z.infer<typeof findingSchema>;

/** The policies in force: the configured ones over the defaults. */
export interface FindingPolicies {
  readonly strict: boolean;
  readonly findings: Readonly<Partial<Record<FindingGroup, FindingPolicy>>>;
}

/** What each thing found means; what is switched off is left out. The order is kept. */
export function judgeFindings(found: readonly Found[], { strict, findings }: FindingPolicies): Finding[] {
  return found.flatMap((one) => {
    const group = groupOf(one.rule);
    const configured = findings[group] ?? defaultPolicies[group];
    if (configured === 'off') return [];
    const policy = group === 'weakened' && strict && one.certain ? 'red' : configured;
    return [{ ...one, policy }];
  });
}

/** `src/a.ts:12: test "x" was removed` */
export function findingLine({ file, line, says }: Pick<Found, 'file' | 'line' | 'says'>): string {
  return `${file}${line === null ? '' : `:${line}`}: ${says}`;
}
