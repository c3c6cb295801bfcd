/** Path globs as people write them: separated by blanks, commas or lines, but for commas inside braces. */
export function splitGlobs(text: string): string[] {
  const globs: string[] = [];
  let open = 0;
  let glob = '';
  for (const char of text) {
    if (char === '{') open += 1;
    if (char === '}') open = Math.max(0, open - 1);
    if (/\s/u.test(char) || (char === ',' && open === 0)) {
      globs.push(glob);
      glob = '';
      open = 0;
    } else glob += char;
  }
  return [...globs, glob].filter((each) => each !== '');
}
