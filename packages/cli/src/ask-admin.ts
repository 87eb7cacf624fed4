import { CommandFailedError } from './command-failed-error.ts'
import { printable } from './printable.ts'

const next = 'Is the gateway running, with --admin-port?'
const noGateway = "Is that a gateway's admin address?"

/** Long enough for any gateway that can answer at all. */
const patience = 5_000

/** Asks a page of a gateway's admin address. Rejects with a `CommandFailedError` when it does not give what it was asked for. */
export async function askAdmin(page: URL, request: RequestInit = {}): Promise<string> {
  try {
    const answer = await fetch(page, { ...request, signal: AbortSignal.timeout(patience) })
    const text = await answer.text()
    if (answer.ok) return text
    throw new CommandFailedError(`${nameOf(page)} answered ${answer.status}. ${detailOf(text) ?? noGateway}`)
  } catch (error) {
    if (error instanceof CommandFailedError) throw error
    throw new CommandFailedError(`nothing answers at ${page.host}: ${reasonOf(error)}. ${next}`, {
      cause: error,
    })
  }
}

/** The error for an answer that no gateway gives. */
export const notOfGateway = (page: URL): CommandFailedError =>
  new CommandFailedError(`${nameOf(page)} answered something else. ${noGateway}`)

/** Without its query, in which there may be what is secret. */
const nameOf = ({ origin, pathname }: URL): string => origin + pathname

/** What a gateway says of a problem (RFC 9457); `undefined` if it is none. */
function detailOf(text: string): string | undefined {
  try {
    const { code, detail } = JSON.parse(text) as { readonly code?: unknown; readonly detail?: unknown } // of any JSON but null, which throws here
    return typeof code === 'string' && typeof detail === 'string' ? printable(detail) : undefined
  } catch {
    return undefined
  }
}

/** Errors of the network keep the reason in their cause. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return reason instanceof Error ? reason.message : String(reason)
}
