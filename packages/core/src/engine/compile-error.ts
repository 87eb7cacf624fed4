/** What a table cannot represent. Each has its own code, so that a refusal says which rule of the machine files it met. */
export type CompileErrorCode =
  | 'ERR_COMPILE_CONTEXT'
  | 'ERR_COMPILE_NAME'
  | 'ERR_COMPILE_ID'
  | 'ERR_COMPILE_PARALLEL'
  | 'ERR_COMPILE_HISTORY'
  | 'ERR_COMPILE_LEAF'
  | 'ERR_COMPILE_INITIAL'
  | 'ERR_COMPILE_INVOKE'
  | 'ERR_COMPILE_AFTER'
  | 'ERR_COMPILE_ALWAYS'
  | 'ERR_COMPILE_ROUTE'
  | 'ERR_COMPILE_TAGS'
  | 'ERR_COMPILE_OUTPUT'
  | 'ERR_COMPILE_NESTED_FINAL'
  | 'ERR_COMPILE_FINAL'
  | 'ERR_COMPILE_DONE'
  | 'ERR_COMPILE_WILDCARD'
  | 'ERR_COMPILE_GUARD'
  | 'ERR_COMPILE_CHOICE'
  | 'ERR_COMPILE_TARGETS'
  | 'ERR_COMPILE_SILENT'
  | 'ERR_COMPILE_ACTION'
  | 'ERR_COMPILE_UNKNOWN'
  | 'ERR_COMPILE_START'

/** The machine holds something that a table cannot represent; nothing was compiled. */
export class CompileError extends Error {
  override readonly name = 'CompileError'
  readonly code: CompileErrorCode
  /** The path of the offending state; empty for the root. */
  readonly state: string

  constructor(code: CompileErrorCode, state: string, message: string) {
    super(`state "${state === '' ? '(root)' : state}": ${message}`)
    this.code = code
    this.state = state
  }
}
