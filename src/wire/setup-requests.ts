import { z } from 'zod';

/** A repository that Signalbox has not been told about: a configuration that would fit it. */
export const setupRequests = {
  /**
   * Looks at a repository's files and runs nothing. `env` is the caller's own: which agents are there.
   * @throws Fault 'refused' when it has a configuration
   */
  'repo/propose': {
    params: z.object({ path: z.string(), env: z.record(z.string(), z.string()) }),
    result: z.object({
      /** Where it would be written. */
      file: z.string(),
      text: z.string(),
      target: z.string(),
      /** Sentences for the person: what to do by hand. */
      advice: z.array(z.string()),
    }),
  },
  /** Writes exactly this text, never over a file that is there, and trusts it. */
  'repo/init': {
    params: z.object({ path: z.string(), text: z.string() }),
    result: z.object({ commands: z.array(z.string()) }),
  },
} as const;
