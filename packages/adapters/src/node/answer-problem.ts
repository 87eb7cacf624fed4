import type { ServerResponse } from 'node:http'
import type { FieldLines } from '@cachechart/core'
import { problemResponse, type Problem } from './problem.ts'
import type { AnswerWatch } from './watch-answers.ts'

/** How a problem is written. */
export interface ProblemStyle {
  /** The cache's name. */
  readonly name: string
  /** Told of the head. */
  readonly watch?: AnswerWatch | undefined
  /** Makes the fields that are sent of those that a problem has. */
  readonly fieldsOf?: ((fields: FieldLines) => FieldLines) | undefined
}

/** Answers with a problem. Nothing of the response may have been sent. */
export function answerProblem(response: ServerResponse, problem: Problem, style: ProblemStyle): void {
  const { reason, fields: plain, body } = problemResponse(problem, style.name)
  const fields = style.fieldsOf?.(plain) ?? plain
  style.watch?.head(response, fields)
  response.writeHead(problem.status, reason, fields as string[]) // node:http only reads it
  response.end(body)
}
