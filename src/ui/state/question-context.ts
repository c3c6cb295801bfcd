import type { Result } from '../../wire/requests.ts';

/** What was last known beside a session's questions. */
export interface QuestionContext extends Result<'question/context'> {
  /** When it was asked for. */
  readonly at: number;
}
