import { createInterface } from 'node:readline/promises'
import { CommandFailedError } from '../command-failed-error.ts'
import type { Terminal } from '../terminal.ts'

/** Asks whoever is at the keyboard. Rejects with a `CommandFailedError` unless the answer is yes. */
export async function confirm(question: string, terminal: Pick<Terminal, 'err'>): Promise<void> {
  if (!process.stdin.isTTY)
    throw new CommandFailedError('nobody can be asked whether everything is meant. If it is: --yes.')
  const reader = createInterface({ input: process.stdin })
  try {
    terminal.err(`${question} [y/N] `)
    const answer = await reader.question('')
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandFailedError('nothing was purged.')
  } finally {
    reader.close()
  }
}
