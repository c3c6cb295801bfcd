import { join } from 'node:path';
import type { TestRepository } from './repository.ts';

/** `main` has the submodule `lib`, which has the submodule `deep`; both are then no longer where they came from. */
export function addSubmodules(repository: TestRepository): { lib: string } {
  const [deep, lib] = ['deep', 'lib'].map((name) => join(repository.folder, name));
  const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
  for (const [folder, content] of [
    [deep ?? '', 'd\n'],
    [lib ?? '', 'l\n'],
  ] as const) {
    repository.git(['init', '--quiet', '--initial-branch=main', folder]);
    repository.commit({ 'file.txt': content }, folder);
  }
  repository.git([...add, deep ?? '', 'deep'], lib);
  repository.git(['commit', '--quiet', '-m', 'deep'], lib);
  repository.git([...add, lib ?? '', 'vendor/lib']);
  repository.git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive']);
  repository.git(['commit', '--quiet', '-m', 'submodules']);
  return { lib: lib ?? '' };
}
