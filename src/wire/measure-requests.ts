import { z } from 'zod';
import { rejectionReasonSchema } from '../core/model/task.ts';

const session = z.number().int().positive();
const nothing = z.object({});

/** What the person says of work that went wrong, and that they have looked. */
export const measureRequests = {
  /** What the last failure of a session was due to. @throws Fault 'refused' where nothing went wrong */
  'session/tag': { params: z.object({ session, reason: rejectionReasonSchema }), result: nothing },
  /** The person has looked at these sessions: what happens from now on is new to them. */
  'session/looked': { params: z.object({ sessions: z.array(session) }), result: nothing },
} as const;
