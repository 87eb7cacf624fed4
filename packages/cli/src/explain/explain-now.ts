import type { AdminExplanation } from '@cachechart/adapters/node'
import { askAdmin, notOfGateway } from '../ask-admin.ts'
import { plainJson } from '../plain-json.ts'
import type { Terminal } from '../terminal.ts'
import type { ExplainCommandOptions } from './explain-command.ts'
import { explanationText } from './explanation-text.ts'
import { readable, toneOf, type Tone } from './readable.ts'

/** Asks a running gateway what would become of a request. Rejects with a `CommandFailedError`. */
export async function explainNow(
  url: string,
  { admin, header = [], method, json }: ExplainCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const page = new URL('/.cachechart/explain', admin)
  page.searchParams.set('url', url)
  page.searchParams.set('method', method)
  for (const line of header) page.searchParams.append('field', line)
  const text = await askAdmin(page)
  const told = textOf(text, toneOf(terminal.screen))
  if (told === undefined) throw notOfGateway(page)
  terminal.out(json === true ? plainJson(text) : told)
}

/** What an answer tells, or `undefined` if it is none of a gateway. */
function textOf(text: string, tone: Tone): string | undefined {
  try {
    const answer = JSON.parse(text) as AdminExplanation // as a gateway writes it; of anything else no text can be made
    if (!('workers' in answer)) return explanationText(answer, tone)
    return answer.workers.map((one) => workerText(one, tone)).join('\n')
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

type OneOfWorkers = Extract<AdminExplanation, { readonly workers: unknown }>['workers'][number]

function workerText(one: OneOfWorkers, tone: Tone): string {
  const name = readable(`Worker ${one.worker}`)
  return 'explanation' in one
    ? `${name}\n\n${explanationText(one.explanation, tone)}`
    : `${name} has not answered.\n`
}
