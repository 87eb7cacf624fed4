import type { CacheOptions } from './cache-api.ts'
import { channels } from './channels.ts'
import type { Environment } from './environment.ts'

type Listeners = Pick<CacheOptions, 'onTransition' | 'onFlightTransition'>

/** Tells the listener and the channel of each transition. While nobody listens to either, nothing is built. */
export const transitionObserver = (
  { onTransition }: Listeners,
  tolerate: Environment['tolerate'],
): Environment['observe'] => {
  const { transition } = channels
  return (run, event, from) => {
    if (onTransition === undefined && !transition.hasSubscribers) return
    const { id, key, state: to, now: at } = run
    const told = { transaction: id, key, event, from, to, at }
    try {
      onTransition?.(told)
    } catch (error) {
      tolerate({ transaction: id, key, during: 'observe', error })
    }
    if (transition.hasSubscribers) transition.publish(told)
  }
}

/** The same for flights. */
export const flightObserver = (
  { onFlightTransition }: Listeners,
  tolerate: Environment['tolerate'],
): Environment['observeFlight'] => {
  const { flight: channel } = channels
  return (flight, event, from) => {
    if (onFlightTransition === undefined && !channel.hasSubscribers) return
    const { key, state: to, leader } = flight
    const told = { leader: leader.id, key, event, from, to, at: leader.environment.clock.now() }
    try {
      onFlightTransition?.(told)
    } catch (error) {
      tolerate({ transaction: leader.id, key, during: 'observe', error })
    }
    if (channel.hasSubscribers) channel.publish(told)
  }
}
