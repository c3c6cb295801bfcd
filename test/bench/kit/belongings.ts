/** What the benchmark has made and must put away: in reverse order, also after Ctrl-C. */
const belongings = new Set<AsyncDisposable>();
let ending = false;

/**
 * Notes a thing that is about to be made, until the returned function has put it away; that happens once, whoever asks.
 * Throws when all is being put away already.
 */
export function own(putAway: () => Promise<void> | void): () => Promise<void> {
  if (ending) throw new Error('everything is being put away');
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

/** Puts everything away that is still there, the newest first; nothing is made any more. */
export async function putAwayAll(): Promise<void> {
  ending = true;
  for (const thing of [...belongings].toReversed()) {
    // One that cannot be put away must not keep the others.
    await Promise.resolve(thing[Symbol.asyncDispose]()).catch((thrown: unknown) => console.error(thrown));
  }
}
