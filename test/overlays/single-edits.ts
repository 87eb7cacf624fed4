import { createMachine, type AnyStateMachine } from 'xstate'

/** The parts of a state's configuration that are edited here. */
interface StateConfiguration {
  description?: string
  meta?: object
  entry?: string
  exit?: string
  on?: Record<string, EdgeConfiguration>
  states?: Record<string, StateConfiguration>
}

interface EdgeConfiguration {
  target?: string
  actions?: string[]
  guard?: string
}

/** One thing done to a machine, and what is to be found of it. */
export interface SingleEdit {
  readonly title: string
  readonly apply: (root: StateConfiguration) => void
  /** How, what and where: `changed edge direct on reply.failed: targets`. */
  readonly found: readonly string[]
}

/** A copy of what a machine was made from in which nothing is shared: an edge of two states is two. */
const ownConfiguration = (machine: AnyStateMachine): StateConfiguration =>
  JSON.parse(JSON.stringify(machine.config)) as StateConfiguration // ours is data

export const edited = (machine: AnyStateMachine, edits: readonly SingleEdit[]): AnyStateMachine => {
  const configuration = ownConfiguration(machine)
  for (const { apply } of edits) apply(configuration)
  return createMachine(configuration)
}

/** Each single thing that may be done to a machine of ours, wherever it can be. */
export const singleEdits = (machine: AnyStateMachine): SingleEdit[] => {
  const root = ownConfiguration(machine)
  return pathsIn(root).flatMap((path) => {
    const state = stateAt(root, path)
    const edges = Object.keys(state.on ?? {}).flatMap((event) => edgeEdits(machine.id, path, event))
    return [...stateEdits(path), ...edges]
  })
}

const pathsIn = (state: StateConfiguration, path = ''): string[] =>
  Object.entries(state.states ?? {}).flatMap(([key, inner]) => {
    const id = path === '' ? key : `${path}.${key}`
    return [id, ...pathsIn(inner, id)]
  })

const stateAt = (root: StateConfiguration, path: string): StateConfiguration =>
  path.split('.').reduce((state, key) => {
    const inner = state.states?.[key]
    if (inner === undefined) throw new TypeError(`no state ${path}`)
    return inner
  }, root)

const stateEdits = (path: string): SingleEdit[] => {
  const edit = (
    title: string,
    found: string | readonly string[],
    change: (state: StateConfiguration) => void,
  ): SingleEdit => ({
    title: `${path}: ${title}`,
    apply: (root) => change(stateAt(root, path)),
    found: typeof found === 'string' ? [found] : found,
  })
  return [
    edit('another description', `changed state ${path}: description`, (state) => {
      state.description = `${state.description ?? ''} Perhaps.`
    }),
    edit('other meta', `changed state ${path}: meta`, (state) => {
      state.meta = { ...state.meta, owedBy: 'chance' }
    }),
    edit('another order on entry', `changed state ${path}: entry`, (state) => {
      state.entry = 'log.write'
    }),
    edit('another order on exit', `changed state ${path}: exit`, (state) => {
      state.exit = 'log.write'
    }),
    edit('one more edge', `added edge ${path} on log.written`, (state) => {
      state.on = { ...state.on, 'log.written': {} }
    }),
  ]
}

const edgeEdits = (machine: string, path: string, event: string): SingleEdit[] => {
  const place = `${path} on ${event}`
  const edit = (title: string, found: string, change: (edge: EdgeConfiguration) => void): SingleEdit => ({
    title: `${place}: ${title}`,
    apply: (root) => {
      const edge = stateAt(root, path).on?.[event]
      if (edge !== undefined) change(edge)
    },
    found: [found],
  })
  return [
    {
      title: `${place}: gone`,
      apply: (root) => void delete stateAt(root, path).on?.[event],
      found: [`removed edge ${place}`],
    },
    edit('one more order', `changed edge ${place}: actions`, (edge) => {
      edge.actions = [...(edge.actions ?? []), 'log.write']
    }),
    edit('another target', `changed edge ${place}: targets`, (edge) => {
      const [one, other] = machine === 'flight' ? ['closed', 'committing'] : ['delivered', 'settled']
      edge.target = `#${machine}.${edge.target?.endsWith(one) === true ? other : one}`
    }),
    edit('a guard', `changed edge ${place} [isSo]: guard`, (edge) => {
      edge.guard = 'isSo'
    }),
  ]
}
