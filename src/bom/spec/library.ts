import type {ComponentType} from '@cyclonedx/cyclonedx-library/Enums'
import {
  Bom,
  Component,
  ExternalReferenceRepository,
  HashDictionary,
  LicenseRepository,
  type OptionalComponentProperties,
  PropertyRepository,
  Service,
} from '@cyclonedx/cyclonedx-library/Models'
import {JSON as Json, type Types} from '@cyclonedx/cyclonedx-library/Serialize'
import {Spec1dot7} from '@cyclonedx/cyclonedx-library/Spec'
import type * as Cdx from './cyclonedx.generated.ts'

/** What the library's models have no field for; shaped as the schema says. */
export type ComponentExtras = Pick<
  Cdx.Component,
  | 'publisher'
  | 'hashes'
  | 'licenses'
  | 'swhid'
  | 'pedigree'
  | 'externalReferences'
  | 'evidence'
  | 'releaseNotes'
  | 'modelCard'
  | 'data'
  | 'properties'
>
/** The same of a service. */
export type ServiceExtras = Pick<
  Cdx.Service,
  | 'provider'
  | 'endpoints'
  | 'authenticated'
  | 'x-trust-boundary'
  | 'data'
  | 'licenses'
  | 'externalReferences'
  | 'properties'
>
/** The same of the document; `properties` are those of its metadata. */
export type BomExtras = Pick<Cdx.CycloneDxDocument, 'compositions'> & {readonly properties?: Cdx.Property[]}

/**
 * What stands in {@link ComponentExtras} is never put into the library's own lists: one empty list of each serves all
 * components.
 */
const unused = {
  externalReferences: new ExternalReferenceRepository(),
  hashes: new HashDictionary(),
  licenses: new LicenseRepository(),
  properties: new PropertyRepository(),
}

/** A component of the library with what its serializer would leave out. */
export class AiComponent extends Component {
  extras: ComponentExtras = {}

  constructor(type: ComponentType, name: string, options: OptionalComponentProperties = {}) {
    super(type, name, {...options, ...unused})
  }
}

/** A service of the library with what its serializer would leave out. */
export class AiService extends Service {
  extras: ServiceExtras = {}
}

/** A document of the library with what its serializer would leave out. */
export class AiBom extends Bom {
  /** `properties` are those of the metadata */
  extras: BomExtras = {}
}

const {Normalize} = Json

class AiComponentNormalizer extends Normalize.ComponentNormalizer {
  override normalize(
    component: Component,
    options: Types.NormalizerOptions,
  ): Json.Types.Normalized.Component | undefined {
    const base = super.normalize(component, options)
    return base !== undefined && component instanceof AiComponent ? Object.assign(base, component.extras) : base
  }
}

class AiServiceNormalizer extends Normalize.ServiceNormalizer {
  override normalize(service: Service, options: Types.NormalizerOptions): Json.Types.Normalized.Service {
    const base = super.normalize(service, options)
    return service instanceof AiService ? Object.assign(base, service.extras) : base
  }
}

class AiBomNormalizer extends Normalize.BomNormalizer {
  override normalize(bom: Bom, options: Types.NormalizerOptions): Json.Types.Normalized.Bom {
    const base = super.normalize(bom, options)
    if (!(bom instanceof AiBom)) return base
    const {properties, ...extras} = bom.extras
    return Object.assign(base, {metadata: {...base.metadata, properties}}, extras)
  }
}

class AiFactory extends Normalize.Factory {
  override makeForComponent(): AiComponentNormalizer {
    return new AiComponentNormalizer(this)
  }

  override makeForService(): AiServiceNormalizer {
    return new AiServiceNormalizer(this)
  }

  override makeForBom(): AiBomNormalizer {
    return new AiBomNormalizer(this)
  }
}

/**
 * The richest form of a BOM, as plain data. Lists stay in the order given: the library's own sorting follows the
 * locale.
 * Every bom-ref must be set and unique, or the graph would not hold together.
 */
export function normalizeBom(bom: AiBom): object {
  return new AiFactory(Spec1dot7).makeForBom().normalize(bom, {sortLists: false})
}
