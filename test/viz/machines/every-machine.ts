import type { AnyStateMachine } from 'xstate'
import { carVitals, vitals } from './car-vitals.ts'
import { checkout } from './checkout.ts'
import { creditCheck } from './credit-check.ts'
import { donut } from './donut.ts'
import { feedback } from './feedback.ts'
import { flightBooker } from './flight-booker.ts'
import { friend, friends } from './friends.ts'
import { snake } from './snake.ts'
import { ticTacToe } from './tic-tac-toe.ts'
import { video } from './video.ts'
import { wildcards } from './wildcards.ts'

/** Machines of the structure of XState's own examples and templates, which together use all that it has. */
export const everyMachine: readonly AnyStateMachine[] = [
  feedback,
  flightBooker,
  creditCheck,
  donut,
  friend,
  friends,
  ticTacToe,
  snake,
  vitals,
  carVitals,
  video,
  checkout,
  wildcards,
]
