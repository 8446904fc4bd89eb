import {describe, expect, it} from 'vitest'
import {digestOf} from '../support/cosign.ts'
import {type Descriptor, imageType, type LayoutWriter, listType, named, writeLayout} from '../support/oci-layout.ts'
import {startRegistry} from '../support/registry.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const weights = {mediaType: 'application/vnd.acme.weights', content: 'the weights'}
const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('verify of an OCI layout by digests', () => {
  const withData = (layout: LayoutWriter, data: string): Descriptor =>
    layout.manifest([], {layers: [{...layout.blob(weights.content, weights.mediaType, {}, 'sha512'), data}]})

  it.each<[string, (layout: LayoutWriter) => readonly object[], number, string]>([
    ['is right', layout => [withData(layout, base64(weights.content))], 0, '1 verified'],
    [
      'carries other content than its digest says',
      layout => [withData(layout, base64('THE weights'))],
      1,
      'bundle-malformed',
    ],
    [
      'is listed again with another size',
      layout => [layout.manifest([weights]), named({...layout.manifest([weights]), size: 1}, 'v1')],
      1,
      'blob-digest',
    ],
    [
      'is listed again as an index',
      layout => [named({...layout.manifest([weights]), mediaType: listType}, 'v1')],
      1,
      'media-type',
    ],
  ])('says so where an artifact %s', async (_name, write, exit, word) => {
    const layout = writeLayout()
    layout.index(write(layout))
    const run = await aibom(['verify', layout.folder, '--require', 'digest'], {cwd: layout.folder})
    expect(run.exit, run.stdout).toBe(exit)
    expect(run.stdout).toContain(word)
  })
})

describe('verify of an artifact of a registry', () => {
  const config = {mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2}
  const image = JSON.stringify({schemaVersion: 2, config, layers: []})
  const sha512 = writeLayout().blob(image, imageType, {}, 'sha512').digest

  it.each<[string, string, string, number, string]>([
    ['the manifest that is asked for by SHA-512', `@${sha512}`, image, 1, 'unsigned'],
    ['another one', `@${sha512}`, `${image} `, 1, 'blob-digest'],
    ['one with a name twice', ':v1', image.replace('{', '{"layers":[{}],'), 3, 'AIBOM_OCI_ANSWER'],
  ])('says so where it serves %s', async (_name, reference, body, exit, word) => {
    await using registry = await startRegistry({[`/v2/acme/tiny/manifests/${reference.slice(1)}`]: {status: 200, body}})
    const cwd = temporaryFolder()
    const run = await aibom(['verify', `oci://${registry.url.replace('http://', '')}/acme/tiny${reference}`], {
      cwd,
      env: {HOME: cwd},
    })
    expect(run.exit, run.stdout + run.stderr).toBe(exit)
    expect(run.stdout).toContain(word)
  })
})
