import type {AssembleContext} from '../../detectors/detector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Seal} from '../../lib/fs/sealed-pack.ts'
import {isKept, readWhole} from './whole-file.ts'

/** What a detector made of all its files together, and what that rests on beside them. */
export interface KeptAssembly {
  readonly result: Extraction
  /** other files that it asked for, by path → SHA-256 of what was read; undefined where there was none */
  readonly siblings: ReadonlyMap<string, string | undefined>
  /** ids of what is kept of these files: it is of use when one of them changes */
  readonly reread: readonly string[]
}

/**
 * Names an assembly by all that it is given: the files of the detector by their seals, and every path that was walked.
 * @param realm {@link KeptParts.realm}
 */
export function sealOfAssembly(
  realm: string,
  detector: string,
  seals: readonly Seal[],
  files: ReadonlyMap<string, FileEntry>,
): Seal {
  const walked = [...files.values()].map(({path, ignored}) => `${ignored === true}\0${path}`).join('\0')
  const made = [realm, 'assembly', detector, sha256Hex(walked), ...seals.map(({key}) => key)].join('\n')
  return {id: sha256Hex(`id\n${made}`), key: sha256Hex(`key\n${made}`)}
}

/** Whether an assembly would be handed the same files as before when it asks for them. */
export async function areUnchanged(
  siblings: KeptAssembly['siblings'],
  {sibling}: Pick<AssembleContext, 'sibling'>,
): Promise<boolean> {
  try {
    for (const [path, sha256] of siblings) {
      const file = await sibling(path)
      if (file !== undefined && !isKept(file)) return false
      if ((file === undefined ? undefined : (await readWhole(file)).sha256) !== sha256) return false
    }
    return true
  } catch (error) {
    if (error instanceof AibomError) return false
    throw error
  }
}

/** The context of an assembly that notes what it is handed: the bytes that are hashed are those that it reads. */
export function noticingContents(context: AssembleContext): {
  readonly context: AssembleContext
  /** undefined where a file was asked for that is too large, or could not be read */
  siblings(): KeptAssembly['siblings'] | undefined
} {
  const siblings = new Map<string, string | undefined>()
  let unknown = 0
  const sibling = async (path: string): Promise<OpenFile | undefined> => {
    unknown++
    const opened = await context.sibling(path)
    if (opened !== undefined && !isKept(opened)) return opened
    const whole = opened === undefined ? undefined : await readWhole(opened)
    siblings.set(path, whole?.sha256)
    unknown--
    return whole?.file
  }
  return {context: {...context, sibling}, siblings: () => (unknown === 0 ? siblings : undefined)}
}
