import type { FileChange } from '../change.ts';
import { isTestPath } from './assigned-value.ts';

const environment = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;
const example = /example|sample|template|dist|default|test|\.schema|\.d\.ts$/i;
const keyFiles: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_\w+)?$/, 'a private SSH key'],
  [/\.(?:p12|pfx|jks|keystore|kdbx)$/i, 'a key store'],
  [/(?:^|\/)\.aws\/credentials$/, 'a file of AWS credentials'],
  [/(?:^|\/)(?:\.netrc|\.pgpass|\.git-credentials)$/, 'a file of passwords'],
];

/** What a file is by its name alone, when nobody puts one like it into a repository on purpose. */
export function secretFile({ path, before, after }: FileChange): string | null {
  if (before !== null || after === null || after.linkTarget !== null || after.size === 0) return null;
  if (environment.test(path) && !isTestPath(path) && !example.test(path.slice(path.lastIndexOf('/') + 1))) {
    return setsSomething(after.text) ? 'a file of environment settings' : null;
  }
  return keyFiles.find(([name]) => name.test(path))?.[1] ?? null;
}

function setsSomething(text: string | null): boolean {
  return text === null || /^\s*(?:export\s+)?\w+\s*=\s*["']?[^\s"'#]/m.test(text);
}
