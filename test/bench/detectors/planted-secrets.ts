/** A made-up secret of one class, and a line as somebody would write it. */
export interface Planted {
  readonly kind: string;
  readonly path: string;
  readonly lines: readonly string[];
  /** Must not be in the sentence. */
  readonly secret: string;
}

/** Numbers in [0, 1), the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alnum = `${lower}${lower.toUpperCase()}${digits}`;
const base64 = `${alnum}+/`;
const word = `${alnum}_-`;
const hex = `${digits}abcdef`;

type Draw = (letters: string, length: number) => string;
const one = <Item>(roll: () => number, items: readonly [Item, ...Item[]]): Item =>
  items[Math.floor(roll() * items.length)] ?? items[0];

type Make = (draw: Draw, roll: () => number) => string;
const tokens: Readonly<Record<string, Make>> = {
  'AWS key id': (draw) => `AKIA${draw(`${lower.toUpperCase()}234567`, 16)}`,
  'GitHub classic': (draw, roll) => `gh${one(roll, ['p', 'o', 'u', 's', 'r'])}_${draw(alnum, 36)}`,
  'GitHub fine-grained': (draw) => `github_pat_${draw(alnum, 22)}_${draw(alnum, 59)}`,
  GitLab: (draw) => `glpat-${draw(word, 20)}`,
  Slack: (draw) => `xoxb-${draw(digits, 12)}-${draw(digits, 13)}-${draw(alnum, 24)}`,
  Stripe: (draw) => `sk_live_${draw(alnum, 24)}`,
  'OpenAI project': (draw) => `sk-proj-${draw(word, 74)}T3BlbkFJ${draw(word, 74)}`,
  'OpenAI classic': (draw) => `sk-${draw(alnum, 20)}T3BlbkFJ${draw(alnum, 20)}`,
  Anthropic: (draw) => `sk-ant-api03-${draw(word, 93)}AA`,
  'Google API': (draw) => `AIza${draw(word, 35)}`,
  npm: (draw) => `npm_${draw(alnum, 36)}`,
  PyPI: (draw) => `pypi-AgEIcHlwaS5vcmc${draw(word, 120)}`,
  SendGrid: (draw) => `SG.${draw(word, 22)}.${draw(word, 43)}`,
  'Twilio key': (draw) => `SK${draw(hex, 32)}`,
  JWT: (draw) => `eyJhbGciOiJIUzI1NiJ9.eyJ${draw(alnum, 60)}.${draw(word, 43)}`,
};

/** The path and the line in which a language gives a name a value. */
type Way = (name: string, value: string) => readonly [string, string];
const assignments: readonly [Way, ...Way[]] = [
  (name, value) => ['src/client.ts', `const ${name} = '${value}';`],
  (name, value) => ['app/settings.py', `${name.toUpperCase()} = "${value}"`],
  (name, value) => ['config/app.yaml', `  ${name}: ${value}`],
  (name, value) => ['pkg/client.go', `\t${name} := "${value}"`],
  (name, value) => ['src/main.rs', `    let ${name} = "${value}";`],
  (name, value) => ['config.json', `  "${name}": "${value}",`],
];
const ways: readonly [Way, ...Way[]] = [
  ...assignments,
  (_, value) => ['deploy.sh', `curl -H 'Authorization: Bearer ${value}' https://api.acme.dev/v1`],
];

const whole: Readonly<Record<string, (draw: Draw, roll: () => number) => Omit<Planted, 'kind'>>> = {
  'private key': (draw, roll) => {
    const label = one(roll, ['RSA ', 'EC ', 'OPENSSH ', '']);
    const body = Array.from({ length: 12 }, () => draw(base64, 64));
    const lines = [`-----BEGIN ${label}PRIVATE KEY-----`, ...body, `-----END ${label}PRIVATE KEY-----`];
    return { path: 'deploy/server.pem', lines, secret: body.join('') };
  },
  'private key in a literal': (draw) => {
    const body = draw(base64, 64);
    const text = `const key = "-----BEGIN PRIVATE KEY-----\\n${body}\\n${body}\\n-----END PRIVATE KEY-----";`;
    return { path: 'src/key.ts', lines: [text], secret: body };
  },
  'AWS secret': (draw, roll) => {
    const secret = draw(base64, 40);
    const name = one(roll, ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY', 'secretAccessKey']);
    return { path: 'src/s3.ts', lines: [`  ${name}: "${secret}",`], secret };
  },
  'Azure storage': (draw) => {
    const secret = `${draw(base64, 86)}==`;
    const text = `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${secret};EndpointSuffix=core.windows.net`;
    return { path: 'src/store.cs', lines: [`var s = "${text}";`], secret };
  },
  'database address': (draw, roll) => {
    const secret = draw(alnum, 14);
    const scheme = one(roll, ['postgres', 'postgresql', 'mysql', 'mongodb+srv', 'redis', 'amqp']);
    return { path: 'src/db.ts', lines: [`connect('${scheme}://app:${secret}@db.acme.io:5432/app')`], secret };
  },
  'generic password': (draw, roll) => {
    const secret = `${draw(alnum, 6)}${draw('!#%&*+-', 1)}${draw(digits, 2)}${draw(alnum, 3)}`;
    const [path, line] = one(roll, assignments)(one(roll, ['password', 'db_password', 'dbPassword']), secret);
    return { path, lines: [line], secret };
  },
  'generic token': (draw, roll) => {
    const secret = draw(one(roll, [hex, alnum]), 32);
    const [path, line] = one(roll, assignments)(
      one(roll, ['api_key', 'apiKey', 'auth_token', 'client_secret']),
      secret,
    );
    return { path, lines: [line], secret };
  },
  'environment file': (draw) => {
    const secret = draw(alnum, 20);
    return { path: '.env', lines: ['PORT=3000', `SESSION_SECRET=${secret}`], secret };
  },
};

/** `count` secrets of every class, the same for the same seed. */
export function plantedSecrets(seed: number, count: number): Planted[] {
  const roll = dice(seed);
  const draw: Draw = (letters, length) =>
    Array.from({ length }, () => letters[Math.floor(roll() * letters.length)] ?? '').join('');
  const planted: Planted[] = [];
  for (let at = 0; at < count; at += 1) {
    for (const [kind, make] of Object.entries(tokens)) {
      const secret = make(draw, roll);
      const [path, line] = one(roll, ways)(one(roll, ['key', 'token', 'client', 'value']), secret);
      planted.push({ kind, path, lines: [line], secret });
    }
    for (const [kind, make] of Object.entries(whole)) planted.push({ kind, ...make(draw, roll) });
  }
  return planted;
}
