import { expect, test } from 'vitest';
import { chooseForge } from '../../src/daemon/forge/choose-forge.ts';
import { TestForge } from '../kit/forge.ts';
import { makeRepository } from '../kit/repository.ts';

const request = { branch: 'signalbox/1-x', target: 'main', title: 'T', body: 'B' };

/** A forge's programs alone on PATH, but for what scripts need. */
function onPath(bin: string): () => void {
  const before = process.env['PATH'];
  process.env['PATH'] = `${bin}:/usr/bin:/bin`;
  return () => {
    process.env['PATH'] = before;
  };
}

test.each([
  ['gh', 'git@github.com:acme/app.git'],
  ['glab', 'https://gitlab.example.org/acme/app.git'],
] as const)('%s speaks for %s, whatever else is there', async (name, url) => {
  await using repository = makeRepository();
  const forge = new TestForge(repository, { remote: false });
  const back = onPath(forge.bin);
  try {
    const place = { cwd: repository.root, signal: new AbortController().signal };
    const missing = chooseForge({ name: 'origin', url }, place);
    expect(missing).toMatchObject({
      kind: 'missing',
      why: expect.stringContaining(`needs ${name}, which is not on PATH`),
    });
    forge.install('gh');
    forge.install('glab');
    const chosen = chooseForge({ name: 'origin', url }, place);
    if (chosen.kind === 'missing') throw new Error(chosen.why);
    expect(await chosen.forge.find(request)).toEqual({ kind: 'answer', value: null });
    const opened = await chosen.forge.open(request);
    const address = 'https://forge.example/r/-/merge_requests/1';
    expect(opened).toEqual({ kind: 'answer', value: address });
    expect(await chosen.forge.find(request)).toEqual({ kind: 'answer', value: address });
    expect(await chosen.forge.look(address)).toEqual({ kind: 'answer', value: { is: 'open' } });
    forge.set('state', 'CLOSED');
    expect(await chosen.forge.look(address)).toEqual({ kind: 'answer', value: { is: 'closed' } });
    forge.set('state', 'MERGED');
    forge.set('merge', 'c0ffee');
    expect(await chosen.forge.look(address)).toEqual({ kind: 'answer', value: { is: 'merged', commit: 'c0ffee' } });
    expect(forge.calls('').filter((line) => line !== '' && !line.startsWith(`${name} `))).toEqual([]);
    expect(forge.calls(`${name} `)[0]).toContain(`--repo ${url}`);
  } finally {
    back();
  }
});

test('what the program says when it fails is passed on, and what nobody understands is not taken for an answer', async () => {
  await using repository = makeRepository();
  const forge = new TestForge(repository, { remote: false });
  const back = onPath(forge.bin);
  try {
    forge.install('gh');
    forge.set('broken');
    const chosen = chooseForge(
      { name: 'origin', url: 'file:///x' },
      { cwd: repository.root, signal: new AbortController().signal },
    );
    if (chosen.kind === 'missing') throw new Error(chosen.why);
    expect(await chosen.forge.open(request)).toEqual({ kind: 'failed', why: 'gh: HTTP 502: the forge is away' });
    forge.set('state', 'NEWS');
    expect(await chosen.forge.look('https://forge.example/1')).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('gh answers what nobody understands'),
    });
  } finally {
    back();
  }
});
