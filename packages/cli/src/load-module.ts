import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Millis } from '@cachechart/core'
import { CommandFailedError } from './command-failed-error.ts'
import { printable } from './printable.ts'

/** Longer than any module takes that has machines to give. */
const patience: Millis = 10_000

let hasRunForeign = false

/** Whether this process has run a module that is not ours, which may have begun what does not end. */
export const hasRunModule = (): boolean => hasRunForeign

/**
 * What a JavaScript or TypeScript module exports; Node leaves out its types. `wants` says who wants it. The module runs:
 * what it does besides, it does. Rejects with a `CommandFailedError`.
 */
export async function loadModule(file: string, wants: string): Promise<Readonly<Record<string, unknown>>> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new CommandFailedError(
      `There is no file "${file}": ${wants} the path of a JavaScript or TypeScript module.`,
    )
  const limit = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    limit.reject(
      new CommandFailedError(`${file} was not loaded within ${patience / 1_000} s: it waits for something.`),
    )
  }, patience)
  // Whoever waits for a diagram would take the end that a module makes for success.
  const onExit = (exitCode: number): void => {
    if (exitCode !== 0) return
    process.exitCode = 1
    process.stderr.write(`error: ${printable(file)} ended the process while it was loaded.\n`)
  }
  process.once('exit', onExit)
  try {
    hasRunForeign = true
    const loading = import(pathToFileURL(resolve(file)).href) as Promise<Record<string, unknown>> // a module has named exports
    return await Promise.race([loading, limit.promise])
  } catch (cause) {
    if (cause instanceof CommandFailedError) throw cause
    throw new CommandFailedError(`${file} could not be loaded: ${printable(messageOf(cause))}`, { cause })
  } finally {
    process.off('exit', onExit)
    clearTimeout(timer)
  }
}

/** What is thrown may be anything. */
function messageOf(thrown: unknown): string {
  try {
    return typeof thrown === 'object' && thrown !== null && 'message' in thrown
      ? String(thrown.message)
      : String(thrown)
  } catch {
    return 'it throws something that is no error'
  }
}
