import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { rulesFrom } from '../../../src/agents/generic/configured-rules.ts';
import { RuleReader } from '../../../src/agents/signals/rule-reader.ts';
import { repositoryFileSchema } from '../../../src/core/model/config.ts';

const readme = readFileSync(join(import.meta.dirname, '../../../src/agents/README.md'), 'utf8');
const recipe = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
const { aider } = repositoryFileSchema.parse(parse(recipe)).agents;

/** Screens as aider's source makes them. */
const screens: readonly (readonly [means: string, rows: readonly string[]])[] = [
  ['resting', ['Aider v0.86.2', '─'.repeat(80), '>']],
  ['resting', ['I have changed it.', 'Tokens: 2.2k sent, 100 received.', '─'.repeat(80), 'src/a.ts', 'ask>']],
  ['resting', ['─'.repeat(80), 'architect multi>']],
  ['nothing', ['─'.repeat(80), '> half a sentence']],
  ['nothing', ['> do it', '', 'I am going to change']],
  ['working', ['> do it', '', '░█        Waiting for gpt-5']],
  ['working', ['litellm.ServiceUnavailableError: busy', 'Retrying in 0.5 seconds...']],
  ['turn-failed', ['> do it', '', 'litellm.AuthenticationError: no key', '', '>']],
  ['dialog', ['src/b.ts', "Add file to the chat? (Y)es/(N)o/(D)on't ask again [Yes]:"]],
  ['dialog', ['npm test', 'Run shell command? (Y)es/(N)o/(A)ll/(S)kip all [No]:']],
  ['nothing', ["Add file to the chat? (Y)es/(N)o/(D)on't ask again [Yes]: y", 'Added src/b.ts']],
];

test.each(screens)('the recipe for aider says %s of %j', (means, rows) => {
  const found = new RuleReader(rulesFrom(aider?.rules)).match({ title: '', rows });
  const said = found?.rule.means;
  expect(said === undefined ? 'nothing' : said.kind === 'activity' ? said.activity : said.kind).toBe(means);
});
