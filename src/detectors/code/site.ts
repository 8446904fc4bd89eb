import type {Argument, Scope} from '../../code/module.ts'
import type {Context, Made, Place} from '../../code/resolve/resolved.ts'

/** A place in code that a rule may speak of: a call, a class, a decorated function, an assignment. */
export interface Site {
  readonly args: readonly Argument[]
  readonly context: Context
  readonly place: Place
  /** symbol path below the library's import root */
  readonly path: readonly string[]
  /** the module as imported */
  readonly module: string
  /** what it is assigned to, what is decorated, the class */
  readonly target?: string
  /** the function or class that is decorated */
  readonly decorated?: Scope
  /** the call itself, where it is one */
  readonly made?: Made
  /** the calls that may have made the object it is called on */
  readonly receivers: readonly Made[]
}
