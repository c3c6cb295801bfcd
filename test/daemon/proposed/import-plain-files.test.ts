import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configText } from '../../../src/daemon/proposed/config-text.ts';
import { proposeConfig } from '../../../src/daemon/proposed/propose-config.ts';
import { repositoryFileSchema } from '../../../src/core/model/config.ts';

function proposed(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-import-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const proposal = proposeConfig(folder, { target: 'main', agents: [] });
    const text = configText(proposal);
    return { text, advice: proposal.advice, config: repositoryFileSchema.parse(parse(text)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('.worktreeinclude means the same in the configuration as in its own syntax', () => {
  const { config } = proposed({
    '.env': 'A=1\n',
    '.worktreeinclude':
      '# secrets\n.env*\n!.env.example\n/top.local\napps/*/.env\nconfig/\n\\#odd \n\n/../out\n.git/x\n',
  });
  expect(config.copy).toEqual(['**/.env*', '!**/.env.example', 'top.local', 'apps/*/.env', '**/config/', '**/#odd']);
});

test('links and copies of other tools are taken over, their commands are only shown', () => {
  const { config, text, advice } = proposed({
    'package-lock.json': '{}',
    'package.json': '{}',
    '.env': 'A=1\n',
    '.claude/settings.json': '{"worktree":{"symlinkDirectories":["node_modules",".cache"],"sparsePaths":["a"]}}',
    '.cursor/worktrees.json': '{"setup-worktree":["npm ci","cp $ROOT_WORKTREE_PATH/.env .env"]}',
    'conductor.json': '{"scripts":{"setup":"bun install; ln -s ${CONDUCTOR_ROOT_PATH}/x x","run":"dev"}}',
    '.workmux.yaml':
      'files:\n  copy: [.envrc, "<global>"]\n  symlink: [../out, data]\npost_create:\n  - direnv allow\n',
  });
  expect(config).toMatchObject({
    setup: ['npm ci'],
    copy: ['.env', '.envrc'],
    link: ['node_modules', '.cache', 'data'],
  });
  expect(text).toContain('#   - "cp $SIGNALBOX_REPOSITORY/.env .env" # .cursor/worktrees.json');
  expect(text).toContain('#   - "bun install; ln -s ${SIGNALBOX_REPOSITORY}/x x" # conductor.json');
  expect(text).toContain('#   - direnv allow # .workmux.yaml');
  expect(text.match(/npm ci/g)).toHaveLength(1);
  expect(advice.join('\n')).toContain('sparse');
});

test('broken files of other tools are left alone', () => {
  const { config } = proposed({
    '.claude/settings.json': '{',
    'conductor.json': '[]',
    '.cursor/worktrees.json': '{"setup-worktree":{"a":1}}',
    '.workmux.yaml': 'files: 7\n',
  });
  expect(config).toMatchObject({ copy: [], link: [], setup: [] });
});
