import type { Profiler } from 'node:inspector'

/** Time spent in a function itself, without what it called. */
export interface SelfTime {
  readonly name: string
  /** In milliseconds. */
  readonly self: number
}

/** Where time went: by function, and by the part of the program that the function belongs to; most first. */
export interface Hotspots {
  readonly total: number
  readonly functions: readonly SelfTime[]
  readonly modules: readonly SelfTime[]
}

type CallFrame = Profiler.ProfileNode['callFrame']

/** Adds up a profile. Waiting for something to do is left out, and so is the profiler itself. */
export function readProfile({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Hotspots {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const functions = new Map<string, number>()
  const modules = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id)
    if (frame === undefined || frame.functionName === '(idle)' || frame.url.startsWith('node:inspector'))
      continue
    const millis = (timeDeltas[index] ?? 0) / 1000
    add(functions, functionOf(frame), millis)
    add(modules, moduleOf(frame), millis)
  }
  const total = [...modules.values()].reduce((sum, millis) => sum + millis, 0)
  return { total, functions: ranked(functions), modules: ranked(modules) }
}

function add(times: Map<string, number>, name: string, millis: number): void {
  times.set(name, (times.get(name) ?? 0) + millis)
}

const ranked = (times: ReadonlyMap<string, number>): SelfTime[] =>
  [...times].map(([name, self]) => ({ name, self })).toSorted((one, other) => other.self - one.self)

function functionOf({ functionName, url }: CallFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  const file = url === '' ? '' : ` ${url.slice(url.lastIndexOf('/') + 1)}`
  return `${name}${file}`
}

/** `packages/core/dist/engine/step.js` is `core/engine`; what has no file is V8 or a binding of Node's. */
function moduleOf({ functionName, url }: CallFrame): string {
  const own = /packages\/(\w+)\/(?:dist|src)\/(\w+)\//.exec(url)
  if (own !== null) return `${own[1] ?? ''}/${own[2] ?? ''}`
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(url)
  if (library !== null) return library[1] ?? ''
  if (url.startsWith('node:')) return url
  if (functionName === '(garbage collector)') return 'garbage collection'
  return url === '' ? 'native code (sockets, parser, V8)' : 'bench'
}
