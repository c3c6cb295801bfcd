import { loosenedCommand } from './commands.ts';

/** A setting before and after; null where a version has none. */
export interface SettingChange {
  /** All keys around it and its own, joined by ` > `. */
  readonly name: string;
  /** Of a list: its items come and go. */
  readonly isItem: boolean;
  readonly from: string | null;
  readonly to: string | null;
}

export interface Loosened {
  readonly rule: 'check-config-loosened' | 'rule-disabled';
  readonly certain: boolean;
  readonly says: string;
}

/** On, they let things pass. */
const lets =
  /(?:^|> )(?:passWithNoTests|skipLibCheck|noCheck|dangerouslyIgnoreUnhandledErrors|allowUnreachableCode|allowUnusedLabels|ignore_errors|ignore_missing_imports|allow_\w+_(?:defs|calls|generics|any)|continue-on-error|allow_failure|allowOnly|suppressImplicitAnyIndexErrors|skip_empty|exit-zero|no-?fail|skip|disableReporting)$/i;
/** Off, they no longer look. */
const asks =
  /(?:^|> )(?:strict\w*|noImplicit\w+|noUnchecked\w+|noUnused\w+|noFallthrough\w+|noPropertyAccess\w+|exactOptional\w+|useUnknownInCatch\w+|alwaysStrict|checkJs|disallow_\w+|warn_\w+|check_untyped_defs|no_implicit_\w+|extra_checks|forbidOnly|failOn\w+|fail_on_\w+|xfail_strict|typeAware|type-check|(?:linter|lint|coverage|assist) > enabled|enabled|test|doctest|noEmitOnError|requireAssertions|reportUnused\w+)$/;
const threshold =
  /threshold|fail[_-]?under|min(?:imum)?[_-]?(?:coverage|score)|check-coverage|coverage > (?:\w+ > )*(?:target|lines|branches|functions|statements)$/i;
const ceiling =
  /(?:clippy\.toml|> )?(?:[\w-]+-threshold|max-?(?:warnings|lines|params|complexity|depth|statements|len|line-length|args|branches|locals|returns))$|cyclomatic|cognitive|gocyclo|funlen/i;
const retries = /(?:^|> )(?:retry|retries|reruns|flaky\w*|retryTimes)(?: > count)?$/i;
const timeouts = /timeout/i;
const leftOut =
  /(?:^|> )(?:exclude\w*|extend-exclude|coveragePathIgnorePatterns|\w*PathIgnorePatterns|ignore\w*|omit|skip\w*|deselect|norecursedirs|collect_ignore\w*|exclude[-_](?:dirs|files|rules|lines|also)|global-?ignores?|testIgnore|exclusions)(?: > \S+)?$/i;
const looked =
  /(?:^|> )(?:include|testMatch|testRegex|testpaths|collectCoverageFrom|testDir|packages|projects|source)$/;
const rulesOff =
  /(?:^|> )(?:ignore|extend-ignore|disable|disabled|disable_error_code|per-file-ignores(?: > .+)?|unfixable|exclude-rules|lint > ignore|nowarn|noWarn)$/i;
const rulesOn = /(?:^|> )(?:select|extend-select|enable|enabled_rules|enable_error_code|plugins)$/;
const ruleName =
  /(?:^|> )(?:rules|(?:workspace\.)?lints(?:\.\w+| > \w+)?|linter > rules > \w+|categories|clippy|rust)(?: > (?:recommended|correctness|suspicious|style|complexity|nursery|performance|a11y|security))? > [^>]+$/;
const commands = /addopts|command|script|args|flags|exec/i;
/** What tools make, and nobody tests. */
const product =
  /(?:^|[/*])(?:node_modules|dist|build|out|target|coverage|vendor|generated|\.[\w-]+|venv|tmp|__pycache__|fixtures?|snapshots?|docs?|examples?|third_party)(?:$|[/*])|\.(?:min\.js|d\.ts|md)$/i;
const ofTests = /test|spec|src|\.tsx?$|\.jsx?$|\.py$|\*\*$/i;

/** Whether a changed setting asks for less than before; null when it does not, or nobody can say. */
export function loosenedSetting(change: SettingChange): Loosened | null {
  const { name, from, to } = change;
  const said = `"${name}"`;
  if (ruleName.test(name) && !change.isItem) return loosenedRule(change);
  if (change.isItem) return loosenedList(change);
  if (lets.test(name) && isOn(to) && !isOn(from)) return weaker(true, `${said} is now on`);
  if (asks.test(name) && from !== null && isOn(from) && !isOn(to))
    return weaker(to !== null, `${said} is ${to === null ? 'gone' : 'now off'}`);
  if (asks.test(name) && from === null && to === 'false') return weaker(true, `${said} is now off`);
  const [was, is] = [numberOf(from), numberOf(to)];
  if (ceiling.test(name) && was !== null && is !== null && is > was)
    return weaker(true, `${said} was raised from ${was} to ${is}`);
  if (threshold.test(name) && was !== null && (is === null || is < was))
    return weaker(is !== null, is === null ? `${said} is gone` : `${said} was lowered from ${was} to ${is}`);
  if (retries.test(name) && to !== null && to !== 'false' && (is ?? 1) > (was ?? 0))
    return weaker(true, `failures are tried again: ${said} is ${to}`);
  if (timeouts.test(name) && was !== null && is !== null && is > was)
    return weaker(false, `${said} was raised from ${was} to ${is}`);
  if ((leftOut.test(name) || rulesOff.test(name)) && to !== null && !/^(?:true|false|null|\d+)$/.test(to)) {
    const added = wordsOf(to).filter((word) => !wordsOf(from).includes(word));
    return added.length === 0 ? null : loosenedList({ ...change, from: null, to: added.join(', ') });
  }
  const command = to === null || !commands.test(name) ? null : loosenedCommand(from ?? '', to);
  return command === null ? null : weaker(command.certain, `${said} changed so that ${command.why}: ${to}`);
}

function weaker(certain: boolean, says: string): Loosened {
  return { rule: 'check-config-loosened', certain, says };
}

/** An item that came to a list of exceptions, or went from a list of what is looked at. */
function loosenedList({ name, from, to }: SettingChange): Loosened | null {
  if (to !== null && from === null) {
    if (rulesOff.test(name) && isRuleCode(to))
      return { rule: 'rule-disabled', certain: true, says: `the rule "${to}" was switched off by "${name}"` };
    if (!leftOut.test(name) || /(?:^|> )(?:server|watch)(?: >|$)/.test(name)) return null;
    if (product.test(to) || /^\.\.\..*default/i.test(to)) return null;
    return weaker(ofTests.test(to), `"${to}" is now left out by "${name}"`);
  }
  if (from === null || to !== null) return null;
  if (rulesOn.test(name))
    return { rule: 'rule-disabled', certain: false, says: `the rule "${from}" is no longer in "${name}"` };
  return looked.test(name) && !from.startsWith('!') ? weaker(false, `"${from}" is no longer in "${name}"`) : null;
}

function loosenedRule({ name, from, to }: SettingChange): Loosened | null {
  const rule = name.slice(name.lastIndexOf(' > ') + 3);
  const [was, is] = [severityOf(from), severityOf(to)];
  if (to === null || is === null || (from !== null && was === null) || is >= (was ?? 3)) return null;
  if (is > 0 && from === null) return null;
  const says = is === 0 ? `the rule "${rule}" was switched off` : `the rule "${rule}" only warns now`;
  return { rule: 'rule-disabled', certain: true, says };
}

/** 0 off, 1 a warning, 2 an error; null of anything else. */
function severityOf(value: string | null): number | null {
  const word = /^[[{(]?\s*(?:level\s*[:=]\s*)?["']?(\w+)/.exec(value ?? '')?.[1] ?? '';
  if (/^(?:off|0|allow|none|false|disable|ignore)$/.test(word)) return 0;
  if (/^(?:warn|warning|1|info|on)$/.test(word)) return 1;
  return /^(?:error|2|deny|forbid|always)$/.test(word) ? 2 : null;
}

function isRuleCode(text: string): boolean {
  return !/[/*]|\.\w+$/.test(text);
}

function isOn(value: string | null): boolean {
  return value !== null && /^(?:true|1|on|yes|'?all'?|"?error"?)$/i.test(value);
}

function numberOf(value: string | null): number | null {
  const digits = /^["']?(\d[\d_]*(?:\.\d+)?)\s*(?:%|m?s|m|min)?["']?$/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits.replaceAll('_', ''));
}

function wordsOf(value: string | null): string[] {
  return (value ?? '').split(/[\s,]+/).filter((word) => word !== '');
}
