import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { BytesSample } from '../bytes-comparison.ts'
import type { Running, Sample } from '../comparison.ts'
import { ask, endProcess, messageFrom } from '../processes/fork-process.ts'
import type { SideAnswer, SideOrder } from './side-messages.ts'
import type { Matter } from './tell-change.ts'

/** A contender of one of the two trees failed; the message says how. */
export class SideError extends Error {
  override readonly name = 'SideError'
  readonly tree: string

  constructor(tree: string, message: string) {
    super(message)
    this.tree = tree
  }
}

/** Starts a contender out of a tree: its sections, its packages, its processes. @throws SideError */
export async function startSide(tree: string, matter: Matter): Promise<Running> {
  const side = await openSide(tree, matter)
  return {
    warmUp: async (millis) => void (await side.order({ type: 'warm up', millis })),
    // A contender that has speed answers so.
    measure: async (millis) => (await side.order({ type: 'measure', millis })) as Sample,
    end: () => side.end(),
  }
}

/** Fills and weighs a contender out of a tree. @throws SideError */
export async function weighSide(tree: string, matter: Matter): Promise<BytesSample> {
  const side = await openSide(tree, matter)
  try {
    return (await side.order({ type: 'weigh' })) as BytesSample // a contender that has weight answers so
  } finally {
    await endProcess(side.child)
  }
}

interface Side {
  readonly child: ChildProcess
  order(order: SideOrder): Promise<SideAnswer>
  end(): Promise<void>
}

async function openSide(tree: string, { comparison, contender }: Matter): Promise<Side> {
  const child = fork(join(tree, 'bench', 'processes', 'side.ts'), [comparison, contender], {
    execArgv: [...process.execArgv, '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const settle = async (answer: Promise<SideAnswer>): Promise<SideAnswer> => {
    try {
      return await answer
    } catch (error) {
      await endProcess(child)
      throw new SideError(tree, error instanceof Error ? error.message : String(error))
    }
  }
  await settle(messageFrom<SideAnswer>(child))
  const order = (message: SideOrder): Promise<SideAnswer> => settle(ask<SideAnswer>(child, message))
  const end = async (): Promise<void> => {
    // One that has failed is gone already.
    if (!child.connected) return
    await order({ type: 'end' })
    await endProcess(child)
  }
  return { child, order, end }
}
