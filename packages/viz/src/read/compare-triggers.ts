import type { DiagramTrigger } from '../diagram.ts'
import { descriptorOf } from './edge-id.ts'

/**
 * Orders triggers, whatever order a machine lists them in: events by code units, then those that stand for any event, the
 * longest first, as XState tries them; then what XState tells of itself, the timers by their time, and what needs no event.
 */
export function compareTriggers(one: DiagramTrigger, other: DiagramTrigger): number {
  return (
    rankOf(one) - rankOf(other) ||
    byTime(one, other) ||
    byLength(one, other) ||
    byCodeUnits(descriptorOf(one), descriptorOf(other))
  )
}

const types = ['event', 'wildcard', 'done', 'invokeDone', 'invokeError', 'invokeSnapshot', 'after', 'always']

const rankOf = (trigger: DiagramTrigger): number =>
  types.indexOf(isWildcard(trigger) ? 'wildcard' : trigger.type)

const isWildcard = (trigger: DiagramTrigger): boolean =>
  trigger.type === 'event' && /(^|\.)\*$/.test(trigger.event)

/** Delays that are names come after those that are numbers. */
const timeOf = (trigger: DiagramTrigger): number =>
  trigger.type === 'after' && typeof trigger.delay === 'number' ? trigger.delay : Number.MAX_VALUE

const byTime = (one: DiagramTrigger, other: DiagramTrigger): number => Math.sign(timeOf(one) - timeOf(other))

const lengthOf = (trigger: DiagramTrigger): number => (isWildcard(trigger) ? descriptorOf(trigger).length : 0)

const byLength = (one: DiagramTrigger, other: DiagramTrigger): number => lengthOf(other) - lengthOf(one)

/** Not by locale: the same bytes on every computer. */
const byCodeUnits = (one: string, other: string): number => Number(one > other) - Number(one < other)
