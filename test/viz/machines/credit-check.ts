import { assign, createMachine } from 'xstate'

/** One of the three that are asked at the same time. */
const bureau = (name: string, database: string, request: string) => ({
  initial: 'CheckingForExistingReport',
  states: {
    CheckingForExistingReport: {
      invoke: {
        src: 'checkReportsTable',
        id: database,
        onDone: [
          { actions: assign({}), target: 'FetchingComplete', guard: `${name}ReportFound` },
          { target: 'FetchingReport' },
        ],
        onError: [{ target: 'FetchingFailed' }],
      },
    },
    FetchingComplete: {
      type: 'final' as const,
      entry: [{ type: 'saveReport', params: { bureauName: name } }],
    },
    FetchingReport: {
      invoke: {
        src: 'checkBureau',
        id: request,
        onDone: [{ actions: assign({}), target: 'FetchingComplete' }],
        onError: [{ target: 'FetchingFailed' }],
      },
    },
    FetchingFailed: { type: 'final' as const },
  },
})

/** Follows `examples/mongodb-credit-check-api/machine.ts` of statelyai/xstate: three regions, many actors, guards on their ends. */
export const creditCheck = createMachine({
  id: 'multipleCreditCheck',
  initial: 'creditCheck',
  states: {
    creditCheck: {
      initial: 'Entering Information',
      states: {
        'Entering Information': { on: { Submit: { target: 'Verifying Credentials', reenter: true } } },
        'Verifying Credentials': {
          invoke: {
            src: 'verifyCredentials',
            onDone: { target: 'CheckingCreditScores', actions: assign({}) },
            onError: [{ target: 'Entering Information', actions: assign({}) }],
          },
        },
        CheckingCreditScores: {
          description: 'All three are asked for what they know, and all must have answered.',
          type: 'parallel',
          states: {
            CheckingEquiGavin: bureau('equiGavin', 'equiGavinDBActor', 'equiGavinFetchActor'),
            CheckingGavUnion: bureau('gavUnion', 'gavUnionDBActor', 'gavUnionFetchActor'),
            CheckingGavperian: bureau('gavperian', 'gavperianCheckActor', 'checkGavPerianActor'),
          },
          onDone: [
            { target: 'DeterminingInterestRateOptions', guard: 'allSucceeded', reenter: true },
            { target: 'Entering Information', actions: assign({}) },
          ],
        },
        DeterminingInterestRateOptions: {
          description: 'The score in the middle decides what is offered.',
          initial: 'DeterminingMiddleScore',
          states: {
            DeterminingMiddleScore: {
              invoke: {
                src: 'determineMiddleScore',
                id: 'scoreDeterminationActor',
                onDone: [{ actions: assign({}), target: 'FetchingRates' }],
              },
            },
            FetchingRates: {
              invoke: {
                src: 'generateInterestRates',
                id: 'rateFetcher',
                onDone: [
                  { actions: [assign({}), 'saveCreditProfile', 'emailUser'], target: 'RatesProvided' },
                ],
              },
            },
            RatesProvided: { entry: 'emailSalesTeam', type: 'final' },
          },
        },
      },
    },
  },
})
