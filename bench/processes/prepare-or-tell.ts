/** What a process says when it cannot begin. */
export interface Failure {
  readonly failed: string
}

/** Prepares what this process is for. If that fails, says why to whoever started the process, and ends it. */
export async function prepareOrTell<Prepared>(prepare: () => Promise<Prepared>): Promise<Prepared> {
  try {
    return await prepare()
  } catch (error) {
    const failure: Failure = { failed: error instanceof Error ? error.message : String(error) }
    await new Promise((told) => process.send?.(failure, told))
    return process.exit(1)
  }
}

/** Whether a message says that a process could not begin. */
export const isFailure = (message: unknown): message is Failure =>
  typeof message === 'object' && message !== null && 'failed' in message
