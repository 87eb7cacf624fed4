/** In milliseconds. A whole number of seconds each, as ages are counted in seconds. */
export const limits = { store: 2_000, flight: 8_000, reply: 10_000, body: 10_000, mark: 20_000 }
