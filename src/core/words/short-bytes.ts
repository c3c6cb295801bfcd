/** A number of bytes as a short word: `512 B`, `12 KB`, `1.2 MB`, `3.4 GB`. */
export function shortBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.floor(bytes / 1000)} KB`;
  const [unit, word] = bytes < 1_000_000_000 ? [1_000_000, 'MB'] : [1_000_000_000, 'GB'];
  return `${(Math.floor((bytes * 10) / unit) / 10).toFixed(1)} ${word}`;
}
