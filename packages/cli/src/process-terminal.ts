import { constants } from 'node:os'
import { readerHasLeft, type Terminal } from './terminal.ts'

const signals = ['SIGINT', 'SIGTERM'] as const

/** SIGUSR1 is Node's own: it opens the debugger. */
const reportSignal = 'SIGUSR2'

/** One Ctrl-C may arrive several times: from the terminal, and again from each runner that passes it on. */
const sameKeystroke = 500

/** The terminal of this process. A reader that goes away (`| head`) is a wish to stop, not an error. */
export function processTerminal(): Terminal {
  const stops = new Set<(reason: string) => void>()
  const readerLeft = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    for (const stop of stops) stop(readerHasLeft)
  }
  process.stdout.on('error', readerLeft)
  process.stderr.on('error', readerLeft)
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isScreen: process.stderr.isTTY,
    onStop(stop) {
      stops.add(stop)
      const forget = listenToSignals(stop)
      return () => {
        stops.delete(stop)
        forget()
      }
    },
    onReport(report) {
      process.on(reportSignal, report)
      return () => {
        process.off(reportSignal, report)
      }
    },
  }
}

function listenToSignals(stop: (reason: string) => void): () => void {
  let asked: number | undefined
  const listener = (signal: NodeJS.Signals) => {
    if (asked === undefined) {
      asked = performance.now()
      stop(signal)
    } else if (performance.now() - asked > sameKeystroke) {
      process.exit(128 + constants.signals[signal])
    }
  }
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}
