/** A way through the graph of a machine, from its beginning. */
export interface GraphPath {
  readonly machine: 'transaction' | 'flight'
  /** The path as one reads it: `received → (request.pass) direct → (client.gone) abandoned`. */
  readonly title: string
  /**
   * `shortest`: there is none shorter to its last state; `simple`: no state twice; `loop`: through an edge that leads back
   * to where the path has been, and on by one of those that may follow it; `further`: written down, for what an edge
   * presupposes.
   */
  readonly kind: 'shortest' | 'simple' | 'loop' | 'further'
  readonly events: readonly string[]
  /** One more than events: the first is the initial one. */
  readonly states: readonly string[]
  /** One for each event: `<state> on <event>`. */
  readonly edges: readonly string[]
  /** Whether its last state is final. */
  readonly final: boolean
}
