import module from 'node:module';

/** Of a library of 415 files Ink uses this one function, and names the file that loads all of them. */
const whole = 'es-toolkit/compat';
const part = { specifier: 'es-toolkit/compat/throttle', name: 'throttle' };

/**
 * Has what Ink uses loaded and not the rest: a fifth of the time until the first frame. Where Node cannot do that, or the
 * library has become another one, all of it is loaded as ever.
 */
function lighten(): void {
  // Not in the oldest Nodes that we run on.
  const register: unknown = Reflect.get(module, 'registerHooks');
  if (typeof register !== 'function') return;
  const urls = new Map<string, string>();
  module.registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (specifier !== whole) return resolved;
      try {
        urls.set(resolved.url, next(part.specifier, context).url);
      } catch {
        // No such file: then it is not the library that this was written for.
        urls.clear();
      }
      return resolved;
    },
    load(url, context, next) {
      const found = urls.get(url);
      if (found === undefined) return next(url, context);
      const source = `export { default as ${part.name} } from ${JSON.stringify(found)};`;
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Loads the dashboard: Ink and React take long, so that only who wants to see them waits for it. */
export async function loadDashboard(): Promise<typeof import('../ui/open-dashboard.tsx')> {
  // React's development build costs several times the time for each frame; our own variable, so no agent inherits it.
  process.env['NODE_ENV'] ??= 'production';
  lighten();
  return import('../ui/open-dashboard.tsx');
}
