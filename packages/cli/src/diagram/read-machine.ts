import { flightMachine, transactionMachine } from '@cachechart/core'
import { isMachine, toDiagram, UnsupportedMachineError, type Diagram } from '@cachechart/viz'
import { CommandFailedError } from '../command-failed-error.ts'
import { loadModule } from '../load-module.ts'
import { printable } from '../printable.ts'

type Machine = Parameters<typeof toDiagram>[0]

/** A machine, and how it is called in messages. */
export interface NamedMachine {
  readonly name: string
  readonly machine: Machine
}

const own = new Map<string, Machine>([
  ['transaction', transactionMachine],
  ['flight', flightMachine],
])

/** Which of the machines of a module is wanted: one of a name, or the one that has the same id as another. */
export interface WantedMachine {
  readonly export?: string | undefined
  readonly id?: string | undefined
}

/** Our machine of this name, or one that a module exports. Rejects with a `CommandFailedError`. */
export async function readMachine(name: string, wanted: WantedMachine = {}): Promise<NamedMachine> {
  const ours = own.get(name)
  if (ours !== undefined) return { name: `the ${name} machine`, machine: ours }
  const exported = await loadModule(name, 'cachechart diagram wants transaction, flight or')
  const machines = machinesOf(exported)
  const found = wanted.export === undefined ? theOne(machines, wanted.id) : machines.get(wanted.export)
  if (found !== undefined) return { name: `the machine of ${printable(name)}`, machine: found }
  throw new CommandFailedError(whyNone(name, { exported, machines, wanted }))
}

/** The picture of it. @throws CommandFailedError for one of which there can be none */
export function diagramOf({ name, machine }: NamedMachine): Diagram {
  try {
    return toDiagram(machine)
  } catch (cause) {
    if (!(cause instanceof UnsupportedMachineError)) throw cause
    throw new CommandFailedError(`There is no diagram of ${name}: ${printable(cause.message)}`, { cause })
  }
}

/** By the names under which they are exported; one that has several has the first. */
function machinesOf(exported: Readonly<Record<string, unknown>>): ReadonlyMap<string, Machine> {
  const machines = new Map<string, Machine>()
  for (const [name, value] of Object.entries(exported)) if (isMachine(value)) machines.set(name, value)
  return machines
}

function theOne(machines: ReadonlyMap<string, Machine>, id: string | undefined): Machine | undefined {
  const different = new Set(machines.values())
  const [first] = different
  if (different.size <= 1) return first
  const alike = [...different].filter((machine) => machine.id === id)
  return machines.get('default') ?? (alike.length === 1 ? alike[0] : undefined)
}

function whyNone(
  file: string,
  {
    exported,
    machines,
    wanted,
  }: {
    readonly exported: Readonly<Record<string, unknown>>
    readonly machines: ReadonlyMap<string, Machine>
    readonly wanted: WantedMachine
  },
): string {
  const names = printable([...machines.keys()].join(', '))
  const name = printable(file)
  if (machines.size === 0) {
    const seen = printable(Object.keys(exported).join(', ')) || 'nothing'
    return `${name} exports ${seen}; it should export a machine of XState 5, as createMachine() and setup() make them.`
  }
  if (wanted.export !== undefined)
    return `${name} exports no machine ${printable(wanted.export)}; its machines are ${names}.`
  return `${name} exports several machines: ${names}. Say which: --export NAME.`
}
