import { createMachine } from 'xstate'

/** Follows the examples of stately.ai/docs/history-states: shallow and deep, with and without a default. */
export const checkout = createMachine({
  id: 'checkout',
  initial: 'payment',
  states: {
    payment: {
      initial: 'card',
      on: { next: 'address', help: 'asking' },
      states: {
        card: {
          initial: 'number',
          states: { number: { on: { typed: 'code' } }, code: {} },
          on: { other: 'paypal' },
        },
        paypal: { on: { other: 'card' } },
        hist: { type: 'history' },
        deepHist: { type: 'history', history: 'deep', target: 'paypal' },
      },
    },
    address: { on: { back: { target: 'payment.hist' } } },
    asking: { on: { answered: { target: 'payment.deepHist' } } },
  },
})
