import { registerHooks } from 'node:module'

const url = new URL('core-of-a-store.ts', import.meta.url).href

/** From here on, whoever asks for the core gets only what a store needs of it. */
export function loadLittleOfCore(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@cachechart/core' ? { url, shortCircuit: true } : next(specifier, context),
  })
}
