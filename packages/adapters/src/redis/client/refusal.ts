import { StoreError } from '@cachechart/core'

/** The words by which a server's refusal begins: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors. */
const refusal =
  /^(ERR|NOSCRIPT|WRONGTYPE|OOM|NOAUTH|WRONGPASS|NOPERM|READONLY|LOADING|BUSY|MISCONF|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|CROSSSLOT|NOREPLICAS|EXECABORT|UNKILLABLE)\b/

/** The first word of what the server has refused a command with, `OOM` for instance; `undefined` for any other failure. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return refusal.exec(error.message)?.[1] ?? refusalOf(error.cause)
}

/** What has gone wrong with a command, as the port says it. */
export function storeErrorOf(name: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const why = error instanceof Error && error.message !== '' ? error.message : String(error)
  return new StoreError('ERR_STORE_FAILED', `Redis could not do ${name}: ${why}`, { cause: error })
}
