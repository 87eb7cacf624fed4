import type { Diagram, DiagramEdge, DiagramState } from '../diagram.ts'
import { checkDiagram } from './check-diagram.ts'
import { hearsEvent } from './hears-event.ts'
import { OverlayError } from './overlay-error.ts'
import { quotedText, someOf } from './quoted-text.ts'

/** A step that a machine took: in which state it was, what happened, and, where that is known, where it led. */
export interface TakenStep {
  readonly from: string
  readonly event: string
  readonly to?: string | undefined
}

/** A diagram in which one finds the way: states by their `id`, and the edge that a machine takes on an event. */
export class DiagramMap {
  readonly diagram: Diagram
  /** The states in which a machine can rest: those that hold no others, and do not lead back to others. */
  readonly leaves: readonly string[]
  readonly #states: ReadonlyMap<string, DiagramState>
  readonly #children: ReadonlyMap<string, readonly DiagramState[]>
  readonly #edges: ReadonlyMap<string, readonly DiagramEdge[]>

  /** @throws OverlayError (`ERR_OVERLAY_DIAGRAM`) for what is no diagram */
  constructor(diagram: Diagram) {
    checkDiagram(diagram)
    this.diagram = diagram
    this.#states = new Map(diagram.states.map((state) => [state.id, state]))
    this.#children = Map.groupBy(diagram.states, ({ parent }) => parent ?? '')
    this.#edges = Map.groupBy(diagram.edges, ({ source }) => source)
    this.leaves = diagram.states
      .filter((state) => !this.#children.has(state.id) && !isHistory(state))
      .map(({ id }) => id)
  }

  /** Where the machine begins; `null` where the diagram does not say. */
  get initial(): string | null {
    const initial = this.#restIn('')
    return initial === '' ? null : initial
  }

  /** The states that hold it, from the inside out. The machine itself is not among them. */
  holdersOf(state: string): string[] {
    const holders: string[] = []
    for (let at = this.#states.get(state)?.parent ?? null; at !== null; at = this.#parentOf(at))
      holders.push(at)
    return holders
  }

  isFinal(state: string): boolean {
    return this.#states.get(state)?.kind === 'final'
  }

  /** @throws OverlayError (`ERR_OVERLAY_STATE`) where there is no such state, or nothing rests in it itself */
  requireLeaf(state: string): void {
    const known = this.#states.get(state)
    const isHolder = this.#children.has(state)
    if (known !== undefined && !isHolder && !isHistory(known)) return
    const stays = isHolder ? 'holds other states' : 'leads back to other states'
    const what = known === undefined ? 'is none of its states' : `${stays}: nothing rests in it itself`
    throw new OverlayError(
      'ERR_OVERLAY_STATE',
      `${this.#name()}: ${quotedText(state)} ${what}. It can rest in ${someOf(this.leaves)}.`,
    )
  }

  /**
   * The edge of a step: of the state itself before those that hold it, and of several in the order in which they are
   * tried. @throws OverlayError (`ERR_OVERLAY_STATE`, `ERR_OVERLAY_EDGE`) where there is no such state, or edge
   */
  edgeOf(step: TakenStep): DiagramEdge {
    this.requireLeaf(step.from)
    if (step.to !== undefined) this.requireLeaf(step.to)
    const edge = this.edgeIfAny(step)
    if (edge !== undefined) return edge
    const where = step.to === undefined ? '' : ` that leads to ${quotedText(step.to)}`
    throw new OverlayError(
      'ERR_OVERLAY_EDGE',
      `${this.#name()}: ${quotedText(step.from)} has no edge on ${quotedText(step.event)}${where}. Is it the machine that took this step, in the same version?`,
    )
  }

  /** Every edge that an event can make a machine take that rests there: its own, and those of its holders that it does not hide. */
  edgesFrom(state: string): DiagramEdge[] {
    const hidden = new Set<string>()
    return [state, ...this.holdersOf(state), ''].flatMap((source) => {
      const edges = this.#edges.get(source) ?? []
      const heard = edges.filter(({ trigger }) => trigger.type === 'event' && !hidden.has(trigger.event))
      for (const { trigger, guard } of heard)
        if (trigger.type === 'event' && guard === null) hidden.add(trigger.event)
      return heard
    })
  }

  /** Where a machine rests that has taken an edge: where the step says, or as far as the diagram does. */
  restsAfter({ targets }: DiagramEdge, { from, to }: TakenStep): string[] {
    if (to !== undefined) return [to]
    return targets.length === 0 ? [from] : targets.map((target) => this.#restIn(target))
  }

  edgeIfAny(step: TakenStep): DiagramEdge | undefined {
    for (const edge of this.#candidates(step)) {
      if (this.#arrives(edge, step)) return edge
      // Nothing behind one without a guard is ever tried.
      if (edge.guard === null) return undefined
    }
    return undefined
  }

  #candidates({ from, event }: TakenStep): DiagramEdge[] {
    return [from, ...this.holdersOf(from), ''].flatMap((source) =>
      hearsEvent(this.#edges.get(source) ?? [], event),
    )
  }

  #arrives({ targets }: DiagramEdge, { from, to }: TakenStep): boolean {
    if (to === undefined) return true
    if (targets.length === 0) return to === from
    return targets.some((target) => this.#leadsTo(target, to))
  }

  /** To the state itself, to where it begins; where it remembers, or several of it are active, to whatever is in it. */
  #leadsTo(target: string, to: string): boolean {
    const state = this.#states.get(target)
    if (state !== undefined && isHistory(state))
      return state.parent === null || this.holdersOf(to).includes(state.parent)
    const rest = this.#restIn(target)
    return rest === to || (this.#states.get(rest)?.kind === 'parallel' && this.holdersOf(to).includes(rest))
  }

  /** Where a machine rests that enters a state. */
  #restIn(state: string): string {
    const inner = this.#children.get(state)?.find(({ initial }) => initial)
    return inner === undefined ? state : this.#restIn(inner.id)
  }

  #parentOf(state: string): string | null {
    return this.#states.get(state)?.parent ?? null
  }

  #name(): string {
    return `The machine ${quotedText(this.diagram.id)}`
  }
}

const isHistory = ({ kind }: DiagramState): boolean => kind === 'shallowHistory' || kind === 'deepHistory'
