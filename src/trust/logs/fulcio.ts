import {isUtf8} from 'node:buffer'
import {invalid} from '../failure.ts'
import type {Certificate} from '../x509/certificate.ts'
import {readStrictly} from '../x509/certificate.ts'
import {derTag, parseDer, withTag} from '../x509/der.ts'

/** What a build service says of the build that signed, by way of the certificate. */
export interface BuildSource {
  readonly repository: string | undefined
  readonly commit: string | undefined
  readonly ref: string | undefined
  /** the workflow's file with its revision */
  readonly workflow: string | undefined
}

const arc = '1.3.6.1.4.1.57264.1.'
/**
 * Fulcio's own extensions, fulcio/docs/oid-info.md. Those of GitHub alone, until 2023, hold bare names in place of
 * addresses.
 */
const oids = {
  oldIssuer: `${arc}1`,
  githubCommit: `${arc}3`,
  githubRepository: `${arc}5`,
  issuer: `${arc}8`,
  repository: `${arc}12`,
  commit: `${arc}13`,
  ref: `${arc}14`,
  workflow: `${arc}18`,
} as const

/** The older ones hold bare text, the later ones a DER UTF8String. */
const bareTextOids: ReadonlySet<string> = new Set([oids.oldIssuer, oids.githubCommit, oids.githubRepository])
const githubIssuer = 'https://token.actions.githubusercontent.com'
const decoder = new TextDecoder('utf-8', {ignoreBOM: true})

/**
 * Who vouched for the signer. Both forms of the extension say the same where both are there.
 * @throws {TrustFailure} `issuer-mismatch`
 */
export function issuerOf(certificate: Certificate): string | undefined {
  return onlyOne(textOf(certificate, oids.issuer), textOf(certificate, oids.oldIssuer), 'issuer-mismatch')
}

/** @throws {TrustFailure} `source-mismatch` where the old and the new extensions contradict each other */
export function sourceOf(certificate: Certificate): BuildSource {
  const isGithub = issuerOf(certificate) === githubIssuer
  const bare = isGithub ? textOf(certificate, oids.githubRepository) : undefined
  const oldCommit = isGithub ? textOf(certificate, oids.githubCommit) : undefined
  return {
    repository: onlyOne(
      textOf(certificate, oids.repository),
      bare === undefined ? undefined : `https://github.com/${bare}`,
      'source-mismatch',
    ),
    commit: onlyOne(textOf(certificate, oids.commit), oldCommit, 'source-mismatch'),
    ref: textOf(certificate, oids.ref),
    workflow: textOf(certificate, oids.workflow),
  }
}

function onlyOne(
  now: string | undefined,
  before: string | undefined,
  code: 'issuer-mismatch' | 'source-mismatch',
): string | undefined {
  if (now === undefined || before === undefined || now === before) return now ?? before
  throw invalid(code, `the certificate says both ${JSON.stringify(now)} and ${JSON.stringify(before)}`)
}

/** Bytes that are not printable text equal no text that looks like them. @throws {TrustFailure} */
function textOf({extensions}: Certificate, oid: string): string | undefined {
  const value = extensions.get(oid)?.value
  if (value === undefined) return undefined
  const bytes = bareTextOids.has(oid) ? value : readStrictly(() => withTag(parseDer(value), derTag.utf8String).content)
  const isOfIssuer = oid === oids.issuer || oid === oids.oldIssuer
  const text = isUtf8(bytes) ? decoder.decode(bytes) : undefined
  if (text !== undefined && !hasControls(text)) return text
  throw invalid(isOfIssuer ? 'issuer-mismatch' : 'source-mismatch', `the certificate's extension ${oid} is not text`)
}

function hasControls(text: string): boolean {
  for (const character of text) {
    const code = character.charCodeAt(0)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return false
}
