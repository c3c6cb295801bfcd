import { entropy, isPlaceholder } from './placeholder.ts';

/** A value that a line gives to a name like `password`. */
export interface AssignedValue {
  readonly kind: string;
  readonly value: string;
  readonly certain: boolean;
}

const names =
  'passwords?|passwd|passphrase|pwd|secrets?|tokens?|api[_-]?keys?|access[_-]?key|auth[_-]?key|private[_-]?key|client[_-]?secret|secret[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?';
const after = String.raw`(?<rest>[\w-]{0,30})["'\]]{0,2}\s{0,4}(?:\??:\s{0,2}[\w<>| ]{1,20}=|=>|:=|=|:)\s{0,4}`;
const quoted = new RegExp(
  String.raw`(?<name>${names})${after}(?<prefix>[rbuf]{0,2})(?<quote>["'\`])(?<value>[^"'\`\s]{8,200})\k<quote>`,
  'gi',
);
const bare = new RegExp(String.raw`(?<name>${names})${after}(?<value>[^\s"'\`,;#(){}[\]<>]{8,200})\s*(?:#.*)?$`, 'i');
const url =
  /\b(?<scheme>postgres(?:ql)?(?:\+\w+)?|mysql(?:\+\w+)?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|ldaps?|smtps?|ftp|https?|jdbc:\w+):\/\/(?<user>[^\s:@/"'`]{0,60}):(?<value>[^\s@/"'`]{3,200})@(?<host>[^\s/"'`:?,)]{1,100})/gi;

/** Names that speak of something about a secret, not of the secret. */
const aboutIt =
  /name|ur[il]|path|file|dir|field|label|type|placeholder|hint|header|prefix|suffix|regex|pattern|length|size|policy|message|error|title|column|param|env|var|arg|option|id$|ids$|class|count|expir|ttl|algorithm|scope|kind|format|index|selector/i;
const wordsOnly = /^[A-Za-z]+(?:[-_./:@ ][A-Za-z]*)*$/;
const place = /^(?:\.{0,2}\/|[a-z]+:\/\/|urn:|[A-Za-z]:\\)/;
const call = /[()]|^[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)+$/;
const settings =
  /(?:^|\/)(?:\.env[^/]*|\.npmrc|\.pypirc|\.netrc|credentials)$|\.(?:env|ini|cfg|conf|properties|ya?ml|toml|tfvars)$/i;
const inTests =
  /(?:^|[/_.-])(?:tests?|specs?|__tests__|testdata|fixtures?|mocks?|examples?|samples?|docs?|demo|stories)(?:[/_.-]|$)/i;
const lockFile = /(?:^|[/.-])lock(?:file)?(?:\.\w+)?$|\.lock$|go\.sum$/i;

/** A line without any of these gives no value to such a name. */
export const assignedHints = new RegExp(String.raw`${names}|:\/\/[^\s/]*:[^\s/]*@`, 'i');

/** The values on a line that are given to a name like `password`, or stand in an address, and look real. */
export function assignedValues(line: string, path: string): AssignedValue[] {
  const found: AssignedValue[] = [];
  for (const { groups } of line.matchAll(url)) {
    const one = groups && inAddress(groups, path);
    if (one) found.push(one);
  }
  if (lockFile.test(path)) return found;
  const bareMatch = settings.test(path) ? bare.exec(line) : null;
  for (const { groups } of [...line.matchAll(quoted), ...(bareMatch ? [bareMatch] : [])]) {
    const { name = '', rest = '', value = '' } = groups ?? {};
    if (aboutIt.test(rest) || !looksReal(name, value, path)) continue;
    found.push({ kind: `a value for "${name}${rest}"`, value, certain: false });
  }
  return found;
}

function looksReal(name: string, value: string, path: string): boolean {
  if (isPlaceholder(value) || wordsOnly.test(value) || place.test(value) || call.test(value)) return false;
  const digits = /\d/.test(value);
  if (!digits && !/[^\w.-]/.test(value)) return false;
  // In tests and documentation made-up passwords are the rule: only what nobody would make up counts.
  if (inTests.test(path)) return value.length >= 20 && digits && entropy(value) >= 3.9;
  if (/^pass|^pwd/i.test(name)) return entropy(value) >= 2.75 && /[A-Za-z]/.test(value);
  return value.length >= 16 ? entropy(value) >= 3.2 && digits : value.length >= 12 && digits && entropy(value) >= 3.2;
}

const localHost =
  /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker|[a-z][a-z_-]{0,20}$|.*\.(?:test|local|internal|localhost)$)/i;
const madeUpHost = /(?:^|\.)(?:example|invalid|foo|domain|host|test)\.|^(?:example|domain|proxy|server|host)\b/i;

function inAddress(groups: Readonly<Record<string, string>>, path: string): AssignedValue | null {
  const { scheme = '', user = '', value = '', host = '' } = groups;
  if (isPlaceholder(value) || value.length < 6 || value.toLowerCase() === user.toLowerCase()) return null;
  if (madeUpHost.test(host) || /^[A-Z_]+$/.test(value) || /^pass|^pw|root|admin|guest/i.test(value)) return null;
  if (localHost.test(host) || inTests.test(path)) {
    if (value.length < 12 || wordsOnly.test(value) || entropy(value) < 3.2) return null;
  } else if (entropy(value) < 2) return null;
  const database = !/^(?:https?|ftp|smtps?)$/i.test(scheme);
  return {
    kind: database ? 'a database password' : 'a password in an address',
    value,
    certain: database && !inTests.test(path),
  };
}

/** Made-up keys are common here. */
export function isTestPath(path: string): boolean {
  return inTests.test(path);
}
