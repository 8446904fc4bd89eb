import {isOneSlip, isTwist} from '../../lib/names/look-alike.ts'
import {asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {Problem} from './validate.ts'

/** Types that purls have, as the specification lists them; tools have more of their own. */
const purlTypes =
  'alpm apk bitbucket bitnami cargo cocoapods composer conan conda cran deb docker gem generic github gitlab golang hackage hex huggingface julia luarocks maven mlflow npm nuget oci pub pypi rpm swift'.split(
    ' ',
  )
/** Registries whose versions are releases. */
const releaseTypes: ReadonlySet<string> = new Set([
  'pypi',
  'npm',
  'maven',
  'cargo',
  'nuget',
  'gem',
  'composer',
  'hex',
  'conda',
])
const shortestSlip = 4
const cpePattern = /^cpe:(?:2\.3:[aho*-](?::[^:\s]{1,200}){10}|\/[aho]?(?::[^:\s]{0,200}){0,6})$/i
const swhidPattern = /^swh:1:(?:cnt|dir|rev|rel|snp):[0-9a-f]{40}(?:;.{1,2000})?$/

/** A package URL, taken apart and decoded. */
export interface ReadPurl {
  readonly type: string
  readonly namespace: string | undefined
  readonly name: string
  readonly version: string | undefined
}

/** What of a package URL cannot be right by the rules of its own type. */
export function purlTypeProblems({type, version}: ReadPurl, pointer: string): Problem[] {
  const warn = (message: string, fix: string): Problem => ({level: 'warning', code: 'purl-type', pointer, message, fix})
  const meant = purlTypes.includes(type)
    ? undefined
    : purlTypes.find(
        each => isTwist(type, each) || isAnagram(type, each) || (each.length >= shortestSlip && isOneSlip(type, each)),
      )
  if (meant !== undefined)
    return [
      warn(`no registry has the purl type ${type}; ${meant} is almost it`, `Write pkg:${meant}/… if that is meant`),
    ]
  if (version === undefined) return []
  if (releaseTypes.has(type) && /^[0-9a-f]{40}$/i.test(version))
    return [
      warn(
        `a purl of ${type} has a release as its version, and ${version} is a commit`,
        'Name the registry that it is published in, and its release',
      ),
    ]
  const [, digest] = /^sha256:(.{0,200})$/i.exec(version) ?? []
  if ((type !== 'oci' && type !== 'docker') || digest === undefined || /^[0-9a-f]{64}$/i.test(digest)) return []
  return [
    warn(`the digest in the purl has 64 hex digits, this has ${digest.length}`, 'Give the whole digest of the image'),
  ]
}

/** The same letters in another order. */
function isAnagram(one: string, other: string): boolean {
  const sorted = (text: string): string => [...text].sort().join('')
  return one.length >= shortestSlip && sorted(one) === sorted(other)
}

/** CPE names and SWHIDs that are none, and a SWHID of another commit than the version. */
export function identifierProblems(node: UnknownRecord, pointer: string): Problem[] {
  const problems: Problem[] = []
  const cpe = asText(node['cpe'])
  if (cpe !== undefined && !cpePattern.test(cpe.replaceAll('\\:', '\\')))
    problems.push({
      level: 'warning',
      code: 'cpe-invalid',
      pointer: `${pointer}/cpe`,
      message: `${cpe} is not a CPE name`,
      fix: 'Write it as cpe:2.3:a:vendor:product:version:*:*:*:*:*:*:*',
    })
  problems.push(...cpeDifferences(cpe, node, pointer))
  const version = asText(node['version'])?.toLowerCase()
  for (const [index, swhid] of textsOf(node['swhid']).entries()) {
    const at = `${pointer}/swhid/${index}`
    const [, kind, id] = /^swh:1:([a-z]{3}):([0-9a-f]{40})/.exec(swhid) ?? []
    if (!swhidPattern.test(swhid))
      problems.push({
        level: 'warning',
        code: 'swhid-invalid',
        pointer: at,
        message: `${swhid} is not a SWHID`,
        fix: 'Write it as swh:1:rev:<40 hex digits>',
      })
    else if (kind === 'rev' && version !== undefined && /^[0-9a-f]{40}$/.test(version) && id !== version)
      problems.push({
        level: 'warning',
        code: 'swhid-differs',
        pointer: at,
        message: `the SWHID is of the commit ${id}, the component of ${version}`,
        fix: 'State one commit in both',
      })
  }
  return problems
}

/** A CPE name of another version; one of several names may be of another product. */
function cpeDifferences(cpe: string | undefined, node: UnknownRecord, pointer: string): Problem[] {
  const [, stated] =
    /^cpe:2\.3:[aho*-]:(?:\\.|[^:\\]){1,200}:(?:\\.|[^:\\]){1,200}:((?:\\.|[^:\\]){1,200}):/i.exec(cpe ?? '') ?? []
  const [inCpe, version] = [stated?.replaceAll('\\', ''), asText(node['version'])]
  if (inCpe === undefined || version === undefined || inCpe === '*' || inCpe === '-') return []
  const bare = (text: string): string => text.toLowerCase().replace(/^v(?=\d)/, '')
  // a CPE has the release without what a distribution adds
  if (bare(version).includes(bare(inCpe)) || bare(inCpe).includes(bare(version))) return []
  return [
    {
      level: 'warning',
      code: 'cpe-differs',
      pointer: `${pointer}/cpe`,
      message: `the CPE name has version ${inCpe}, the component ${version}`,
      fix: 'State one version in both',
    },
  ]
}
