import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectSecrets } from '../../../src/gate/findings/secrets.ts';
import { plantedSecrets } from '../../bench/detectors/planted-secrets.ts';
import { change } from './kit.ts';

const added = (path: string, ...lines: string[]): readonly string[] =>
  detectSecrets([change(path, null, `${lines.join('\n')}\n`)]).map(({ says }) => says);

// Written in pieces, so that no scanner takes this file for a leak.
const github = ['ghp_', 'Zk3vQ9xT7bN2mL5pR8', 'sW1yC4dF6gH0jK2aE9'].join('');
const stripe = ['sk_live_', '4eC39HqLyjWDar', 'jtT1zdp7dc'].join('');
const password = 'vR7#mQ2x!pL9';
const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';

describe('what is found', () => {
  const planted = plantedSecrets(7, 4);
  test.each(planted)('$kind in $path', ({ path, lines, secret }) => {
    const found = detectSecrets([change(path, null, ['first', ...lines, ''].join('\n'))]);
    expect(found).not.toEqual([]);
    for (const { rule, says, file, side } of found) {
      expect({ rule, file, side }).toEqual({ rule: 'secret', file: path, side: 'candidate' });
      expect(says).not.toContain(secret);
      expect(says).not.toContain(secret.slice(0, 8));
    }
  });

  test('with its kind, line, first letters and length', () => {
    expect(detectSecrets([change('src/a.ts', 'one\n', `one\ntwo\nconst key = '${github}';\n`)])).toEqual([
      {
        rule: 'secret',
        certain: true,
        file: 'src/a.ts',
        line: 3,
        side: 'candidate',
        says: 'a GitHub token is added (ghp_…, 40 characters)',
      },
    ]);
  });

  test('of a short one hardly anything is shown', () => {
    expect(added('src/a.py', `db_password = "${password.slice(0, 10)}9"`)).toEqual([
      'a value for "password" is added (v…, 11 characters)',
    ]);
  });

  test('two of them on one line, and one that stands twice only once', () => {
    expect(added('a.ts', `const a = '${github}', b = '${stripe}';`, `// ${github}`)).toEqual([
      'a GitHub token is added (ghp_…, 40 characters)',
      `a Stripe key is added (sk_l…, ${stripe.length} characters)`,
    ]);
  });

  test('a key in tests is less certain', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${body}\n`;
    expect(detectSecrets([change('deploy/key.pem', null, key)])[0]?.certain).toBe(true);
    expect(detectSecrets([change('tests/certs/key.pem', null, key)])[0]?.certain).toBe(false);
  });

  test.each(['.env', 'app/.env.production', '.env.local'])('%s that sets something', (path) => {
    expect(added(path, 'PORT=1')).toEqual(['a file of environment settings is added: keep it out of the repository']);
    expect(detectSecrets([change(path, 'PORT=1\n', 'PORT=2\n')])).toEqual([]);
  });

  test.each(['id_ed25519', 'home/id_rsa', 'app.p12', 'release.keystore'])('%s by its name', (path) => {
    expect(added(path, 'x')).toHaveLength(1);
    expect(added(`${path}.pub`, 'x')).toEqual([]);
  });
});

describe('what is not', () => {
  test.each([
    ['src/a.ts', `const password = process.env.PASSWORD1234;`],
    ['src/a.ts', `const password = "changeme-1234";`],
    ['src/a.ts', `const apiKey = "<your-api-key-1234567>";`],
    ['src/a.ts', 'const token = `${prefix}-${Math.random()}-1x`;'],
    ['src/a.ts', `const apiKey = "xxxxxxxxxxxxxxxxxxxxxxxx";`],
    ['src/a.ts', `const passwordLabel = "Passw0rd for the 2nd db";`],
    ['src/a.ts', `const tokenUrl = "https://a1.acme.dev/o4uth/t0ken/x9z8";`],
    ['src/a.ts', `const secret = "csrf_token_name";`],
    ['src/a.ts', `const secret = getSecret("k8s-a1b2c3d4e5f6g7");`],
    ['README.md', 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE'],
    ['README.md', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['README.md', 'export GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['src/db.ts', `connect('postgres://postgres:postgres@localhost:5432/app')`],
    ['docker-compose.yml', 'DATABASE_URL: postgres://app:s3cr3t@db:5432/app'],
    ['src/db.ts', 'connect(`postgres://${user}:${password}@db.acme.io/app`)'],
    ['src/db.ts', `connect('mysql://user:pass1234@db.example.com/app')`],
    ['src/key.ts', `if (text.startsWith('-----BEGIN PRIVATE KEY-----')) read(text);`],
    [
      'docs/jwt.md',
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
    ],
    ['test/login.test.ts', `const password = "Hunter2-2024!";`],
    ['tests/.env', 'FOO=1'],
    ['.env.example', 'FOO=1'],
    ['.env', '# nothing\nFOO=\n'],
    [
      'package-lock.json',
      `"integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="`,
    ],
  ])('%s: %s', (path, line) => {
    expect(added(path, line)).toEqual([]);
  });

  test('a line that only moved, within a file or to another one, or was changed around its secret', () => {
    const line = `const key = '${github}';\n`;
    expect(detectSecrets([change('a.ts', `${line}two\n`, `two\n${line}`)])).toEqual([]);
    expect(detectSecrets([change('a.ts', line, null), change('b.ts', null, `  ${line}`)])).toEqual([]);
    expect(detectSecrets([change('a.ts', line, `export ${line}`)])).toEqual([]);
    expect(detectSecrets([change('a.ts', line, '')])).toEqual([]);
  });
});

test('no text makes it throw or give a secret away', () => {
  const pieces = fc.constantFrom(
    github,
    '-----BEGIN RSA PRIVATE KEY-----',
    body,
    'password = "',
    '"',
    '\n',
    '://a:b@',
    'eyJ',
    '.',
    '\\',
    '\u{FFFD}',
    'aws_secret=',
  );
  const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 30 })), { maxLength: 30 });
  fc.assert(
    fc.property(text, text, fc.string(), (before, after, path) => {
      const found = detectSecrets([change(path, before.join(''), after.join(''))]);
      expect(found.filter(({ says }) => says.includes(github))).toEqual([]);
    }),
  );
});
