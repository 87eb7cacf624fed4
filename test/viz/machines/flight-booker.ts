import { assign, fromPromise, setup } from 'xstate'

/** Follows `examples/7guis-flight-booker-react` of statelyai/xstate: guards with names that are questions, an actor. */
export const flightBooker = setup({
  actions: { setDepartDate: assign({}), setReturnDate: assign({}) },
  actors: { Booker: fromPromise(() => Promise.resolve()) },
  guards: { 'isValidDepartDate?': () => true, 'isValidReturnDate?': () => true },
}).createMachine({
  id: 'flightBookerMachine',
  initial: 'scheduling',
  states: {
    scheduling: {
      initial: 'oneWay',
      on: { CHANGE_DEPART_DATE: { actions: { type: 'setDepartDate' } } },
      states: {
        oneWay: {
          on: {
            CHANGE_TRIP_TYPE: { target: 'roundTrip' },
            BOOK_DEPART: { target: '#flightBookerMachine.booking', guard: { type: 'isValidDepartDate?' } },
          },
        },
        roundTrip: {
          on: {
            CHANGE_TRIP_TYPE: { target: 'oneWay' },
            CHANGE_RETURN_DATE: { actions: { type: 'setReturnDate' } },
            BOOK_RETURN: { target: '#flightBookerMachine.booking', guard: { type: 'isValidReturnDate?' } },
          },
        },
      },
    },
    booking: { invoke: { src: 'Booker', onDone: { target: 'booked' }, onError: { target: 'scheduling' } } },
    booked: { type: 'final' },
  },
})
