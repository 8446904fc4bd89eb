import {isContainerSocket, isWholeDisk} from '../../inventory/host-path.ts'
import {expandShellVariable} from '../../lib/parse/shell.ts'
import {containerSocket} from '../../rules/container-socket.ts'
import {wholeDisk} from '../../rules/whole-disk.ts'
import type {Hit} from './hit.ts'

/** A path of the machine that a container gets. */
export interface Mount {
  readonly path: string
  readonly isReadOnly: boolean
  readonly line: number
}

/** A container of an agent, a tool server or a model. */
export interface Container {
  readonly name: string
  readonly mounts: readonly Mount[]
}

/** Mounts that give a container the engine or the disk of its machine. */
export function hitsOfContainer({name, mounts}: Container): Hit[] {
  return mounts.flatMap(({path, isReadOnly, line}): Hit[] => {
    const fact = `${name} ${path}`
    if (isContainerSocket(path)) return [{rule: containerSocket, line, message: `${name} is given ${path}`, fact}]
    if (!isWholeDisk(path)) return []
    return [{rule: wholeDisk, line, message: `${name} may ${isReadOnly ? 'read' : 'write'} ${path}`, fact}]
  })
}

/** `/:/host:ro`; nothing of a text that names a volume alone. */
export function volumeMount(volume: string, line: number): Mount | undefined {
  const text = expanded(volume)
  const colon = text.indexOf(':', /^[A-Za-z]:[\\/]/.test(text) ? 2 : 0)
  if (colon === -1) return undefined
  const options = text.slice(text.lastIndexOf(':') + 1).split(',')
  return {path: text.slice(0, colon), isReadOnly: options.includes('ro'), line}
}

/** `type=bind,source=/,target=/host,readonly` of Docker's `--mount`. */
export function optionMount(options: string, line: number): Mount | undefined {
  const parts = options.split(',').map(part => part.trim())
  const source = parts.map(part => /^(?:source|src)=(.{1,300})$/.exec(part)?.[1]).find(one => one !== undefined)
  if (source === undefined) return undefined
  return {path: expanded(source), isReadOnly: parts.some(part => /^(?:readonly|ro)(?:=true|=1)?$/.test(part)), line}
}

/** `${BIND:-/srv}` as its default. */
export function expanded(text: string): string {
  return text.replace(/\$\{([^{}]{1,200})\}/g, (whole, inside: string) =>
    /:?-/.test(inside) ? expandShellVariable(inside) : whole,
  )
}
