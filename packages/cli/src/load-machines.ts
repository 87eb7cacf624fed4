import { CompileError, createCache, memoryStore, type MachineOptions } from '@cachechart/core'
import { lintMachine, type LintFinding } from '@cachechart/core/testing/machines'
import { CommandFailedError } from './command-failed-error.ts'
import { loadModule } from './load-module.ts'

/** What a file says of the machines. */
export interface LoadedMachines {
  readonly machines: MachineOptions
  /** What is wrong with them as they stand. */
  readonly findings: readonly LintFinding[]
}

const names = ['transactionMachine', 'flightMachine'] as const

/**
 * The variants of the machines that a module exports.
 * @throws CommandFailedError when there is no such file, it exports neither, or a cache cannot run them
 */
export async function loadMachines(file: string): Promise<LoadedMachines> {
  const exported = await loadModule(file, '--machine wants')
  const [transaction, flight] = names.map((name) => exported[name])
  if (transaction === undefined && flight === undefined) {
    const seen = Object.keys(exported).join(', ') || 'nothing'
    throw new CommandFailedError(
      `${file} exports ${seen}; it should export ${names.join(', ')} or both: XState machines of the same words as the cache's own.`,
    )
  }
  const findings = [
    ...(transaction === undefined ? [] : lintMachine(transaction, { kind: 'transaction' })),
    ...(flight === undefined ? [] : lintMachine(flight, { kind: 'flight' })),
  ]
  // Whether they are machines at all is for the cache to say that will run them.
  const machines = { transaction, flight } as MachineOptions
  tryOut(file, machines, findings)
  return { machines, findings }
}

function tryOut(file: string, machines: MachineOptions, findings: readonly LintFinding[]): void {
  try {
    createCache({
      store: memoryStore(),
      backend: { send: () => Promise.reject(new Error('unused')) },
      machines,
    })
  } catch (cause) {
    const why = findings.length === 0 ? messageOf(cause) : findings.map(({ message }) => message).join('\n  ')
    const code = cause instanceof CompileError ? ` (${cause.code})` : ''
    throw new CommandFailedError(`A cache cannot run the machines of ${file}${code}:\n  ${why}`, { cause })
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
