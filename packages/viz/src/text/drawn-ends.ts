import type { Nesting } from './nesting.ts'

/** The two ends of a line, as they are drawn: a state, or a state as a whole. */
export interface DrawnEnds {
  readonly from: { readonly id: string; readonly whole: boolean }
  readonly to: { readonly id: string; readonly whole: boolean }
}

/**
 * Where a line begins and ends. Neither Mermaid nor Graphviz draws one between a frame and what is within it, or from a
 * frame to itself: the frame then has a small box beside it, that stands for the state as a whole.
 */
export function drawnEnds(source: string, target: string, nesting: Nesting): DrawnEnds {
  const isFrame = (id: string): boolean => id === '' || nesting.childrenOf(id).length > 0
  const itself = source === target && isFrame(source)
  return {
    from: { id: source, whole: source === '' || itself || nesting.holds(source, target) },
    to: { id: target, whole: target === '' || itself || nesting.holds(target, source) },
  }
}
