import type {Asset, AssetOf} from '../../../inventory/asset.ts'
import {baseName} from '../../../lib/path.ts'
import type {Artifact, ComparedFile} from '../../context.ts'
import {type BomView, filesOf, hashesOf, type Part} from '../../view.ts'
import {weightsOf} from '../truth/weights-of.ts'
import {pairs} from '../truth.ts'

/**
 * Files of weights as a registry lists them, held against those of the same model in the BOM. Nothing is fetched: it is
 * list against list.
 */
export function filesByRegistry(view: BomView, artifacts: readonly Artifact[]): ComparedFile[] {
  return artifacts
    .filter(({source}) => source === 'registry')
    .flatMap(artifact =>
      pairs({view}, artifact).flatMap(([claimed, actual]) =>
        compare(filesOf(view, claimed), weightsOf(actual, artifact.inventory), artifact),
      ),
    )
}

function compare(stated: readonly Part[], listed: readonly AssetOf<'weights'>[], {shown}: Artifact): ComparedFile[] {
  if (listed.length === 0) return []
  return stated.flatMap((file): ComparedFile[] => {
    if (file.role !== 'weights') return []
    const subject = file.ref ?? file.name
    const twin = twinOf(file.name, listed)
    if (twin === undefined)
      return [{subject, status: 'missing', message: `${shown} has no ${file.name}`, source: 'registry'}]
    const [own, there] = [
      hashesOf(file.node)
        .find(({alg}) => alg === 'SHA-256')
        ?.content.toLowerCase(),
      sha256Of(twin),
    ]
    if (own === undefined || there === undefined) return []
    if (own === there)
      return [{subject, status: 'open', message: `${shown} lists the same SHA-256`, source: 'registry'}]
    return [
      {
        subject,
        status: 'contradicted',
        message: `SHA-256 of ${file.name}: the BOM says ${own}, ${shown} lists ${there}`,
        source: 'registry',
      },
    ]
  })
}

/** By its path; by its name alone where only one has it. */
function twinOf(name: string, listed: readonly AssetOf<'weights'>[]): AssetOf<'weights'> | undefined {
  const exact = listed.find(file => file.name === name)
  const [only, ...others] = listed.filter(file => baseName(file.name) === baseName(name))
  return exact ?? (others.length === 0 ? only : undefined)
}

function sha256Of({digests}: Asset): string | undefined {
  return digests.find(({alg, of}) => alg === 'sha256' && of === 'content')?.hex
}
