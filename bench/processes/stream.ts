/** A process that streams through one store: `stream.ts <store> <mebibytes>`; says what became of its memory. */
import { streamThroughStore } from '../contenders/stream-through-store.ts'
import { prepareOrTell } from './prepare-or-tell.ts'

const [name = '', mebibytes = ''] = process.argv.slice(2)
const peaks = await prepareOrTell(() => streamThroughStore(name, Number(mebibytes)))
process.send?.(peaks)
process.disconnect?.()
