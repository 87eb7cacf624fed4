import type { FlightEffect, FlightEventType, FlightState } from '../machine/flight-alphabet.ts'
import { flightMachine } from '../machine/flight-machine.ts'
import { compile } from './compile.ts'
import type { CompiledMachine, CompiledState, Edge } from './compiled-machine.ts'

export type FlightNode = CompiledState<FlightState, FlightEventType, FlightEffect>
export type FlightEdge = Edge<FlightState, FlightEventType, FlightEffect>

/**
 * The flight machine, compiled when the module is loaded.
 * For the `as`: a test holds the machine's words and the alphabet's against each other.
 */
export const flightTable = compile(flightMachine) as CompiledMachine<
  FlightState,
  FlightEventType,
  FlightEffect
>
