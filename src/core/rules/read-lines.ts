import type { ChangedFile } from '../model/verdict.ts';

const lockFiles =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|flake\.lock|[\w.-]+\.lockfile)$/;
const generated =
  /(?:^|\/)(?:dist|build|generated|__generated__|__snapshots__|vendor|third_party)\/|\.(?:min\.(?:js|css)|map|snap|pb\.go|g\.dart|svg)$|_pb2\.py$|\.generated\.\w+$|_generated\.\w+$/;

/** A line that a tool wrote is looked over, ten at a time. */
const toolWeight = 0.1;
/** Of a file that is gone one asks whether it may go. */
const goneWeight = 0.2;

/** Whether a path is a lock file: written by a tool, long, and only skimmed by people. */
export function isLockFile(path: string): boolean {
  return lockFiles.test(path);
}

/** The changed lines of a file as they weigh when a person reads them; 0 for a pure rename or a binary file. */
export function linesToRead(file: Pick<ChangedFile, 'path' | 'status' | 'added' | 'removed'>): number {
  const lines = (file.added ?? 0) + (file.removed ?? 0);
  if (isLockFile(file.path) || generated.test(file.path)) return lines * toolWeight;
  return file.status === 'deleted' ? lines * goneWeight : lines;
}
