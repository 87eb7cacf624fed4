import type { CacheRecord } from '@cachechart/core'
import {
  compareMachines,
  flightOverlay,
  occupancyOverlay,
  OverlayError,
  transactionOverlay,
  type Diagram,
  type MachineDifference,
  type Occupant,
  type Overlay,
} from '@cachechart/viz'
import { notOfGateway } from '../ask-admin.ts'
import { CommandFailedError } from '../command-failed-error.ts'
import { readInFlight } from '../in-flight-command.ts'
import { readable } from '../explain/readable.ts'
import { readRecordings } from '../recordings/read-recordings.ts'
import { isRecordOf, type TransactionName } from '../recordings/transaction-name.ts'
import type { DiagramOptions } from './diagram-options.ts'
import { diagramOf, readMachine } from './read-machine.ts'

/** A diagram, and what is to be seen on it. */
export interface SeenDiagram {
  readonly diagram: Diagram
  readonly overlay?: Overlay | undefined
  /** Where two machines are shown. */
  readonly differences?: readonly MachineDifference[]
  /** For a person, beside the picture. */
  readonly remarks?: readonly string[]
}

/** Puts on a diagram what was asked for. Rejects with a `CommandFailedError`. */
export async function withOverlay(
  diagram: Diagram,
  { trace, id, admin, compare }: DiagramOptions,
  signal: AbortSignal,
): Promise<SeenDiagram> {
  try {
    if (trace !== undefined && id !== undefined) return await withPath(diagram, { files: trace, id, signal })
    if (admin !== undefined) return { diagram, overlay: occupancyOverlay(diagram, await occupantsOf(admin)) }
    return compare === undefined ? { diagram } : await withDifference(diagram, compare)
  } catch (cause) {
    if (!(cause instanceof OverlayError)) throw cause
    throw new CommandFailedError(readable(cause.message), { cause })
  }
}

/** Each transaction has been where it is for a number of milliseconds. */
async function occupantsOf(admin: URL): Promise<readonly Occupant[]> {
  const { story, page } = await readInFlight(admin)
  const isOccupant = ({ state, inState }: Readonly<Partial<Record<keyof Occupant, unknown>>>): boolean =>
    typeof state === 'string' && typeof inState === 'number'
  if (!story.inFlight.every(isOccupant)) throw notOfGateway(page)
  return story.inFlight
}

async function withPath(
  diagram: Diagram,
  {
    files,
    id: { id, run },
    signal,
  }: { readonly files: readonly string[]; readonly id: TransactionName; readonly signal: AbortSignal },
): Promise<SeenDiagram> {
  const own: CacheRecord[] = []
  for await (const { record } of readRecordings(files, { signal }))
    if (isRecordOf(record, id)) own.push(record)
  const overlay =
    diagram.id === 'flight'
      ? flightOverlay(diagram, own, { leader: id, run })
      : transactionOverlay(diagram, own, { id, run })
  return { diagram, overlay }
}

async function withDifference(before: Diagram, file: string): Promise<SeenDiagram> {
  const after = diagramOf(await readMachine(file, { id: before.id }))
  const { differences, ...seen } = compareMachines(before, after)
  const remarks = differences.map(({ text }) => readable(text))
  return { ...seen, differences, remarks: remarks.length === 0 ? ['The machines are alike.'] : remarks }
}
