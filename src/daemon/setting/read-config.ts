import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hasCode } from '../../core/has-code.ts';
import { LineCounter, type Document, isMap, isNode, isScalar, parseDocument } from 'yaml';
import { type ZodType, z } from 'zod';
import {
  type RepositoryConfig,
  type UserConfig,
  repositoryFileSchema,
  userConfigSchema,
} from '../../core/model/config.ts';
import { Fault } from '../../core/fault.ts';

/** A configuration file as found on disk. `hash` is of the exact bytes. */
export interface ConfigFile<Config> {
  readonly config: Config;
  readonly hash: string;
}

/** Where a repository keeps its configuration, relative to its root. */
export const repositoryConfigPath = '.signalbox/config.yaml';

/**
 * Reads a repository's configuration. null: there is no such file.
 * @throws Fault 'config' naming file, line and the allowed values.
 */
export function readRepositoryConfig(path: string): ConfigFile<RepositoryConfig> | null {
  return readConfig(path, repositoryFileSchema);
}

/** Reads the person's own configuration; a missing file means the defaults. @throws Fault 'config' */
export function readUserConfig(path: string): UserConfig {
  return readConfig(path, userConfigSchema)?.config ?? userConfigSchema.parse({});
}

function readConfig<Config>(path: string, schema: ZodType<Config>): ConfigFile<Config> | null {
  const bytes = readBytes(path);
  if (bytes === null) return null;
  const lines = new LineCounter();
  const document = parseDocument(bytes.toString('utf8'), { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0]);
    throw configFault(path, line, broken.message.split('\n', 1)[0] ?? 'is not YAML');
  }
  // An empty file is an empty map: every key has a default.
  const parsed = schema.safeParse(contentOf(document, path) ?? {});
  if (parsed.success) return { config: parsed.data, hash: createHash('sha256').update(bytes).digest('hex') };
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw configFault(path, 1, 'is not valid');
  throw configFault(path, lineOf(document, lines, issue), explain(issue, schema));
}

function readBytes(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT', 'ENOTDIR')) return null;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Fault({ code: 'config', message: `${path} cannot be read`, hint: message }, { cause: thrown });
  }
}

function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (thrown) {
    // An alias of nothing, or aliases that would grow without bounds: the parser finds them only now.
    if (!(thrown instanceof ReferenceError)) throw thrown;
    throw configFault(path, 1, thrown.message);
  }
}

/** The line of what an issue is about: of its key where it has one, or of its nearest parent that exists. */
function lineOf(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): number {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const name = String(path[length - 1]);
    const key = isMap(parent)
      ? parent.items.map((pair) => pair.key).find((each) => isScalar(each) && String(each.value) === name)
      : document.getIn(path.slice(0, length), true);
    if (isNode(key) && key.range) return lines.linePos(key.range[0]).line;
  }
  return 1;
}

function explain(issue: z.core.$ZodIssue, schema: ZodType): string {
  const where = issue.path.join('.');
  const named = where === '' ? '' : `${where}: `;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(z.toJSONSchema(schema, { io: 'input' }), issue.path);
    return `${named}there is no key ${issue.keys.join(', ')}; the keys are ${known.join(', ')}`;
  }
  if (issue.code === 'invalid_value') return `${named}one of ${issue.values.map(String).join(', ')} is allowed`;
  if (issue.code === 'invalid_key') return `${named}${issue.issues[0]?.message ?? issue.message}`;
  return `${named}${issue.message.replace(/^Invalid input: (.*), received undefined$/, 'is missing, $1')}`;
}

const nodeSchema = z.object({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown(),
  additionalProperties: z.unknown(),
});

/** The keys that a schema allows at a path: an error says what would have been right. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const node = nodeSchema.partial().safeParse(schema).data;
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(node?.properties ?? {});
  const next =
    typeof step === 'number' ? node?.items : (node?.properties?.[String(step)] ?? node?.additionalProperties);
  return keysAt(next, rest);
}

function configFault(path: string, line: number, what: string): Fault {
  return new Fault({ code: 'config', message: `${path}, line ${line}: ${what}`, hint: 'correct it and try again' });
}
