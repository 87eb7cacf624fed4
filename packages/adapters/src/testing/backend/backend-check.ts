import type { BackendStage } from './backend-stage.ts'

/** What some platforms do not let a backend do: it says so, and the cases are left out. */
export type BackendAbility =
  /** Interim responses (1xx) are told of. A `fetch` keeps them to itself. */
  | 'interim'
  /** Trailer fields are handed out. A `fetch` drops them. */
  | 'trailers'
  /** Field lines come in their order, with their names as they were spelt. `Headers` sorts them, in lower case. */
  | 'spelling'
  /** Repeated lines of one field, other than Set-Cookie, stay apart. `Headers` joins them with a comma. */
  | 'lines'
  /** Failures are told apart by their codes; otherwise any code will do. */
  | 'codes'

/** One promise of the `Backend` port, and how it is put to the test. */
export interface BackendCheck {
  readonly name: string
  readonly needs?: BackendAbility
  readonly check: (stage: BackendStage, abilities: ReadonlySet<BackendAbility>) => Promise<void>
}
