import { assign, createMachine } from 'xstate'

const check = (source: string) => ({ src: source, onDone: { actions: assign({}) } })

/** Follows `examples/workflow-car-vitals` of statelyai/xstate: several actors of one state, and one that is a machine. */
export const vitals = createMachine({
  id: 'vitalscheck',
  initial: 'CheckVitals',
  states: {
    CheckVitals: {
      invoke: [
        check('checkTirePressure'),
        check('checkOilPressure'),
        check('checkCoolantLevel'),
        check('checkBattery'),
      ],
      always: {
        guard: ({ context }) => Object.values(context).every((value) => value !== null),
        target: 'VitalsChecked',
      },
    },
    VitalsChecked: { type: 'final' },
  },
})

/** The machine around it, which looks on as well. */
export const carVitals = createMachine({
  id: 'checkcarvitals',
  initial: 'WhenCarIsOn',
  states: {
    WhenCarIsOn: { on: { CarTurnedOnEvent: 'DoCarVitalChecks' } },
    DoCarVitalChecks: {
      invoke: {
        src: vitals,
        onDone: { target: 'CheckContinueVitalChecks', actions: ['report', assign({})] },
        onSnapshot: { actions: 'show' },
      },
    },
    CheckContinueVitalChecks: { after: { 1000: { target: 'DoCarVitalChecks' } } },
  },
  on: { CarTurnedOffEvent: { target: '.WhenCarIsOn', actions: 'carOff' } },
})
