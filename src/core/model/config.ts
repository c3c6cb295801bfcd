import { z } from 'zod';
import { findingGroups, findingPolicies } from './findings.ts';

/**
 * The two configuration files after parsing. Reading files and turning a schema's complaint into "file, line, allowed
 * values" happens at the edge; here are only the shapes and the defaults.
 */

const durationUnits: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Beyond about 24 days a timer of Node's fires at once. */
const longestMs = 500 * 3_600_000;

/** `10m`, `90s`, `1h`, `500ms` to milliseconds. */
export const durationSchema = z
  .string()
  .regex(/^\d+(ms|s|m|h)$/, 'a duration is a number with a unit: 500ms, 90s, 10m or 1h')
  .transform((text) => {
    const unit = text.replace(/^\d+/, '');
    return Number.parseInt(text, 10) * (durationUnits[unit] ?? 1);
  })
  .refine((ms) => ms > 0 && ms <= longestMs, 'a duration is longer than nothing and at most 500h');

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name has letters, digits, dots, dashes and underscores only');
const command = z.string().min(1, 'a command must not be empty');
/** Relative, inside the tree and below it: a configuration must not reach out of the worktree, or into git's own. */
const inside = z
  .string()
  .min(1)
  .refine((path) => {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    return !path.startsWith('/') && parts.length > 0 && !parts.includes('..') && !parts.includes('.git');
  }, 'a path must stay inside the repository');

/** How an approved round reaches the target: two parents, one commit, its commits one by one, or a pull request. */
export const landingStyles = ['merge', 'squash', 'rebase', 'pr'] as const;

const groupNames = Object.keys(findingGroups).filter(
  (group): group is keyof typeof findingGroups => group in findingGroups,
);

const defaultTimeoutMs = 600_000;
const defaultSilenceMs = 900_000;
const defaultSlowMs = 300_000;
const defaultQuestionWaitMs = 600_000;
const defaultReviewWaitMs = 1_800_000;

/** How a terminal calls a person. */
export const notifyWays = ['bell', 'osc9'] as const;
export type NotifyWay = (typeof notifyWays)[number];

const pattern = z
  .string()
  .min(1)
  .refine((text) => {
    try {
      return new RegExp(text, 'u') instanceof RegExp;
    } catch {
      return false;
    }
  }, 'a rule is a regular expression');

/**
 * What a screen means, for a command that has no adapter: regular expressions that are looked for in its last rows, the
 * first list with a match decides in the order `failed`, `asking`, `working`, `resting`.
 */
const rulesSchema = z.strictObject({
  failed: z.array(pattern).default([]),
  asking: z.array(pattern).default([]),
  working: z.array(pattern).default([]),
  resting: z.array(pattern).default([]),
});

export const agentSchema = z.strictObject({
  /** Which built-in adapter speaks with it; default: the agent's own name, if there is one of that name. */
  adapter: name.optional(),
  /** argv of the command; `{prompt}` in an argument is replaced by the prompt. Default: the adapter's program. */
  command: z.array(z.string()).min(1, 'command must name a program: [bash, tools/agent.sh]').optional(),
  /** More arguments, behind the adapter's own. */
  args: z.array(z.string()).default([]),
  /** For a command without an adapter: it stays and is typed into, as one sits before it. */
  interactive: z.boolean().default(false),
  rules: rulesSchema.optional(),
});
/** What the configuration says about an agent. */
export type AgentOptions = z.infer<typeof agentSchema>;

/** The repository's keys; in the file a check's time limit is text with a unit, in the journal milliseconds. */
function repositoryShape<Timeout extends z.ZodType<number>, Silence extends z.ZodType<number>>(
  timeout: Timeout,
  silence: Silence,
  slow: z.ZodType<number>,
) {
  return z.strictObject({
    target: z.string().min(1).optional(),
    land: z.enum(landingStyles).default('squash'),
    checks: z
      .array(
        z.strictObject({
          name,
          run: command,
          timeout,
          /** It may run beside other checks that say so too. */
          parallel: z.boolean().default(false),
          /** Runs some tests only: `{files}` and `{tests}` are replaced; default: what fits a runner that is known. */
          only: command.optional(),
          /** The JUnit XML that `run` writes, relative to the worktree. */
          report: inside.optional(),
          /** Its result depends on the commit and not on its files alone: never used for another commit again. */
          commit_exact: z.boolean().default(false),
        }),
      )
      .default([])
      .refine((checks) => new Set(checks.map((check) => check.name)).size === checks.length, 'check names must differ'),
    setup: z.array(command).default([]),
    copy: z.array(inside).default([]),
    link: z.array(inside).default([]),
    agents: z.record(name, agentSchema).default({}),
    agent: name.optional(),
    scope_policy: z.enum(['red', 'note']).default('red'),
    /** What is found for certain to weaken verification is red. */
    strict: z.boolean().default(false),
    /** What else is found, by group: `red`, `acknowledge`, `note` or `off`. */
    findings: z.partialRecord(z.enum(groupNames), z.enum(findingPolicies)).default({}),
    /** Whether the repository's own hooks run on what lands. */
    hooks: z.enum(['run', 'skip']).default('run'),
    /** How often new and changed tests are run before they are believed; 0 and 1: no more than the rest. */
    burn_in: z.int().min(0).max(50).default(5),
    /** From how many approved items on, with checks that take how long (ms), they are judged together. */
    batch: z
      .strictObject({ at: z.int().min(2).max(50).default(3), slower_than: slow })
      .default({ at: 3, slower_than: defaultSlowMs }),
    /** TCP ports for each session. */
    ports: z.int().min(1).max(100).default(10),
    /** Shows what was made, on the session's port: a job that the review starts. */
    preview: command.optional(),
    rounds: z.int().min(1).max(20).default(3),
    /** No sign of life for so long, ms: stuck. */
    silence,
    /** A repository may only lower the person's cap. */
    cap: z.int().min(1).max(64).optional(),
  });
}

/** `.signalbox/config.yaml` of a repository, as written. */
export const repositoryFileSchema = repositoryShape(
  durationSchema.default(defaultTimeoutMs),
  durationSchema.default(defaultSilenceMs),
  durationSchema.default(defaultSlowMs),
);
/** The same as trusted and journalled. */
export const repositoryConfigSchema = repositoryShape(
  z.number(),
  z.number().default(defaultSilenceMs),
  z.number().default(defaultSlowMs),
);
export type RepositoryConfig = z.infer<typeof repositoryConfigSchema>;

/** The person's own `config.yaml`. */
export const userConfigSchema = z.strictObject({
  cap: z
    .union([z.int().min(1).max(64), z.literal('auto')], 'the cap is a whole number from 1 to 64, or auto')
    .default(3),
  /** The most that `auto` may come to. */
  max_cap: z.int().min(1).max(64).default(4),
  /** When open questions call a person who does not look: that many, or one that waits so long (ms). */
  questions: z
    .strictObject({
      notify_after: durationSchema.default(defaultQuestionWaitMs),
      notify_at: z.int().min(1).max(64).default(4),
    })
    .default({ notify_after: defaultQuestionWaitMs, notify_at: 4 }),
  reviews: z
    .strictObject({
      notify_after: durationSchema.default(defaultReviewWaitMs),
      notify_at: z.int().min(1).max(64).default(2),
    })
    .default({ notify_after: defaultReviewWaitMs, notify_at: 2 }),
  /** How the person is called: ways of the terminal, or a command that is told in SIGNALBOX_NOTICE. */
  notify: z.union([z.array(z.enum(notifyWays)), command]).default(['bell', 'osc9']),
  review_limit: z.int().min(1).max(64).default(3),
  agents: z.record(name, agentSchema).default({}),
  agent: name.optional(),
  /** Absolute; default: below the state directory. */
  worktrees: z.string().startsWith('/', 'worktrees must be an absolute path').optional(),
  /** Overrides of the keymap: action to key. */
  keys: z.record(z.string(), z.string()).default({}),
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
});
export type UserConfig = z.infer<typeof userConfigSchema>;
