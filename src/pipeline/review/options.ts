import type {RunContext} from '../run-context.ts'
import type {Watch} from '../watch.ts'

export interface ReviewOptions extends RunContext {
  /** a BOM, a folder, `hf:…`, `oci://…`, as typed */
  readonly target: string
  /** folder with the files of the BOM */
  readonly artifacts: string | undefined
  readonly purpose: string | undefined
  /** an earlier BOM or another candidate */
  readonly compare: string | undefined
  /** asks registries about what a BOM names */
  readonly online: boolean
  readonly offline: boolean
  readonly exclude: readonly string[]
  readonly refresh: boolean
  /** seconds that registries are waited for in all */
  readonly deadline: number
  readonly watch?: Watch | undefined
}
