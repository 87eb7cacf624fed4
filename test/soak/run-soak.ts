import type { AdapterName } from './adapter.ts'
import type { LoadOptions } from './options.ts'
import { recordRun, type OnProgress, type OriginMessage } from './record-run.ts'
import { StartedProcess } from './start-process.ts'
import type { TestedMessage, TestedOrder } from './tested/message.ts'
import type { SoakRecord } from './verdict/soak-record.ts'

/** Puts an adapter under load, and records all that can be judged. Rejects when one of the processes ends too early. */
export async function runSoak(
  adapter: AdapterName,
  options: LoadOptions,
  onProgress: OnProgress,
): Promise<SoakRecord> {
  const seed = String(options.seed)
  const origin = new StartedProcess<OriginMessage, 'counts'>('origin/origin-process.ts', [seed])
  try {
    const { port } = await origin.next('ready')
    const args = [adapter, `http://127.0.0.1:${port}`, seed]
    const tested = new StartedProcess<TestedMessage, TestedOrder>('tested/tested-process.ts', args)
    try {
      return await recordRun({ adapter, ...options }, { origin, tested, onProgress })
    } finally {
      tested.end()
    }
  } finally {
    origin.end()
  }
}
