/**
 * Loaded before the benchmark: what it imports from `src` comes from `dist`, so that what is measured is what ships. React
 * is the production build, as in the program.
 */
import { registerHooks } from 'node:module';

process.env['NODE_ENV'] = 'production';

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    return { ...found, url: found.url.replace(/\/src\/(.*)\.tsx?$/, '/dist/$1.js') };
  },
});
