import type { IncomingMessage, ServerResponse } from 'node:http'
import { MisuseError } from '@cachechart/core'
import type { AdminDesk, ExplainQuestion } from './admin-desk.ts'
import { answerJson } from './answer-json.ts'
import { answerProblem } from './answer-problem.ts'
import { problemOfError } from './problem-of-error.ts'
import type { Problem } from './problem.ts'

/** Who explains. */
export interface AdminExplain {
  readonly desk: AdminDesk
  /** The cache's name. */
  readonly name: string
}

/** A request that a browser sends has some twenty fields. */
const mostFields = 64

/**
 * Answers `GET /.cachechart/explain?url=…&method=…&field=Name:%20value`: why that request would be answered as it would be.
 * Never rejects.
 */
export async function answerExplain(
  { url = '' }: IncomingMessage,
  response: ServerResponse,
  explain: AdminExplain,
): Promise<void> {
  try {
    const question = explain.desk.explain === undefined ? notHere : readQuestion(url)
    if (isProblem(question)) answerProblem(response, question, explain)
    else answerJson(response, await explain.desk.explain?.(question))
  } catch (error) {
    if (response.destroyed) return
    // The cache says what is wrong with the request that it was asked about; who asked wrote it.
    const problem = error instanceof MisuseError ? malformed(error.message) : problemOfError(error)
    answerProblem(response, problem, explain)
  }
}

const isProblem = (value: ExplainQuestion | Problem): value is Problem => 'status' in value

const known = new Set(['url', 'method', 'field'])

function readQuestion(target: string): ExplainQuestion | Problem {
  const query = new URLSearchParams(target.slice(target.indexOf('?') + 1))
  const unknown = [...query.keys()].find((name) => !known.has(name))
  if (unknown !== undefined || !target.includes('?')) return malformed(usage)
  const [url, ...otherUrls] = query.getAll('url')
  const [method = 'GET', ...otherMethods] = query.getAll('method')
  const named = url === undefined ? undefined : targetUri(url)
  if (named === undefined || otherUrls.length > 0) return malformed(usage)
  if (otherMethods.length > 0 || !token.test(method))
    return malformed('There is one method, and it is a token, as in GET.')
  const lines = query.getAll('field')
  const fields = lines.length > mostFields ? undefined : fieldsOf(lines)
  if (fields === undefined) return malformed(`There are at most ${mostFields} fields, each a "Name: value".`)
  return { method, url: named, fields }
}

/** RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** RFC 9110 §5.5: no control character but the tab. */
const fieldLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*([^\u0000-\u0008\u000a-\u001f\u007f]*)$/

function fieldsOf(lines: readonly string[]): readonly string[] | undefined {
  const parsed = lines.map((line) => fieldLine.exec(line))
  if (!parsed.every((match) => match !== null)) return undefined
  return parsed.flatMap(([, name = '', value = '']) => [name, value.trimEnd()])
}

/** As a gateway makes it of what a client says: RFC 9110 §4.2.3. The path and the query stay as they are. */
function targetUri(text: string): string | undefined {
  const [, scheme = '', authority = '', path = '', query = ''] =
    /^(https?):\/\/([^/?#@\s]+)(\/[^?#\s]*)?(\?[^#\s]*)?(?:#.*)?$/i.exec(text) ?? []
  if (authority === '' || !URL.canParse(text)) return undefined
  return `${new URL(`${scheme}://${authority}`).origin}${path === '' ? '/' : path}${query}`
}

const usage =
  'What to explain is in the query: url=http://example.com/, which is needed, method=GET, and field=Name:%20value as often as there are fields.'

const malformed = (detail: string): Problem => ({ status: 400, code: 'ERR_ADMIN_QUERY', detail })

const notHere: Problem = {
  status: 404,
  code: 'ERR_ADMIN_PATH',
  detail: 'Whoever answers here does not explain.',
}
