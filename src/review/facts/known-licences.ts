import table from './known-licences.json' with {type: 'json'}

/**
 * The license that the publisher of a well-known model gives it, by the start of its name on the hub.
 * Only those are listed that do not allow everything: what they are confused with is a license that does.
 *
 * @param id `meta-llama/Llama-3.1-8B`
 */
export function knownLicence(id: string): string | undefined {
  const [owner = '', name = ''] = id.toLowerCase().split('/')
  return table.models.find(each => each.owner === owner && name.startsWith(each.name))?.licence
}
