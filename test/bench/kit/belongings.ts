/** What the benchmark has made and must put away: in reverse order, also after Ctrl-C. */
const belongings = new Set<AsyncDisposable>();

/** Notes a thing until the returned function has put it away; that happens once, whoever asks. */
export function own(putAway: () => Promise<void> | void): () => Promise<void> {
  let done: Promise<void> | null = null;
  const close = (): Promise<void> => {
    done ??= Promise.resolve()
      .then(putAway)
      .finally(() => belongings.delete(thing));
    return done;
  };
  const thing: AsyncDisposable = { [Symbol.asyncDispose]: close };
  belongings.add(thing);
  return close;
}

/** Puts everything away that is still there, the newest first. */
export async function putAwayAll(): Promise<void> {
  for (const thing of [...belongings].toReversed()) {
    // One that cannot be put away must not keep the others.
    await Promise.resolve(thing[Symbol.asyncDispose]()).catch((thrown: unknown) => console.error(thrown));
  }
}
