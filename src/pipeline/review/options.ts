import type {RunContext} from '../run-context.ts'
import type {Watch} from '../worker/watch.ts'

/** What `aibom review` is asked. */
export interface ReviewOptions extends RunContext {
  /** a BOM, a folder, `hf:…`, `oci://…`, as typed */
  readonly target: string
  /** folder with the files of the BOM */
  readonly artifacts: string | undefined
  readonly purpose: string | undefined
  /** names of ours, or files of perspectives */
  readonly profiles: readonly string[]
  /** file for a copy of the BOM that declares what it and the vendor answer */
  readonly declarations: string | undefined
  /** file of a policy */
  readonly policy: string | undefined
  /** the letter of questions, as the vendor sent it back */
  readonly answers: string | undefined
  /** an earlier BOM or another candidate */
  readonly compare: string | undefined
  /** asks registries about what a BOM names */
  readonly online: boolean
  readonly offline: boolean
  readonly exclude: readonly string[]
  readonly refresh: boolean
  /** total number of seconds to wait for registries */
  readonly deadline: number
  readonly watch?: Watch | undefined
}
