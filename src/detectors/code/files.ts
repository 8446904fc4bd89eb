import type {Call, Module} from '../../code/module.ts'
import type {Resolved} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import {lastName} from '../../code/written-name.ts'

/** Calls that write the file they name. */
const writer =
  /^(?:to_(?:csv|json|parquet|pickle|feather|excel|hdf|stata|orc|xml|netcdf|file|disk)|write_?(?:csv|json|ndjson|parquet|ipc|text|bytes|delta|file|filesync)?|(?:save|savez|savetxt|save_\w+|saveas\w*|dump|dump_\w+|export|export_\w+|sink_\w+|imwrite))$/i

/** A folder that code loads a model from, as the code names it. */
export interface LocalFolder {
  /** the module that names it */
  readonly from: string
  readonly path: string
  /** only the end of the path is known: it counts where that leads to a folder of the source */
  readonly isEnd: boolean
}

/** A path as text; of one whose beginning is unknown the known end: `os.path.join(root, "train.csv")`. */
export function pathText(value: Resolved): string | undefined {
  if (value.kind === 'text') return value.text
  if (value.kind !== 'partial') return undefined
  const lastHole = value.parts.findLastIndex(part => typeof part !== 'string')
  const tail = value.parts.slice(lastHole + 1).join('')
  const slash = tail.indexOf('/')
  const path = tail.slice(slash + 1)
  return slash === -1 || path === '' ? undefined : path
}

/** After the last `/` or `\`: code names files of either system. */
export function lastSegment(path: string): string {
  return path.slice(withSlashes(path).lastIndexOf('/') + 1)
}

/** The path of a file as every system can read it. */
export function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}

/** Names of the files that a module writes: reading them back makes them no input. */
export function writtenFiles(module: Module, resolver: Resolver): ReadonlySet<string> {
  const written = module.calls
    .filter(({call}) => isWriter(call))
    .flatMap(({call, scope}) => {
      const nested = call.args.flatMap(({value}) => (value.kind === 'call' ? value.args : []))
      return [...call.args, ...nested].flatMap(({value}) => resolver.resolve(value, {module, scope})).map(pathText)
    })
  return new Set(written.flatMap(path => (path?.includes('.') ? [lastSegment(path)] : [])))
}

/** Whether a call writes the file or folder that it names. */
export function isWriter({callee, args}: Call): boolean {
  const name = lastName(callee)
  return (
    writer.test(name) ||
    (name === 'open' && args.some(({value}) => value.kind === 'text' && /^[rabt+]*[wax][bt+]*$/.test(value.text)))
  )
}
