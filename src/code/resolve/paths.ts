import type {Value} from '../module.ts'
import {separated} from './joined.ts'
import type {Made, Resolved, Resolving} from './resolved.ts'

/** `os.path.join`, `path.join` of Node, either imported by itself. */
export function isPathFunction(resolver: Resolving, {call, context}: Made): boolean {
  const path = (of: Resolved): string => (of.kind === 'symbol' ? [of.module, ...of.path].join('.') : '')
  return resolver
    .resolve(call.callee, context)
    .some(of => /(?:^|[.:])path(?:\.default|\.posix)?\.(?:join|resolve)$/.test(path(of)))
}

/** The parts before and the arguments, with `/` between them, as far as each is known. */
export function joinedPath(resolver: Resolving, {call, context}: Made, before: readonly Value[]): readonly Resolved[] {
  return resolver.resolve(separated([...before, ...call.args.map(({value}) => value)], '/', call.line), context)
}

/** `folder.joinpath("a", "b.csv")`. */
export function joinPath(resolver: Resolving, made: Made): readonly Resolved[] | undefined {
  const {callee} = made.call
  return callee.kind === 'member' ? joinedPath(resolver, made, [callee.of]) : undefined
}
