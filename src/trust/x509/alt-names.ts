import type {AltName} from '../identity.ts'
import type {Certificate} from './certificate.ts'
import {childrenOf, type DerValue, parseDer} from './der.ts'

/** Subject Alternative Name (RFC 5280, 4.2.1.6). */
export const altNameOid = '2.5.29.17'

/** Fields of a GeneralName (RFC 5280, 4.2.1.6) by their tag. */
export const nameField = {email: 0x81, dns: 0x82, directory: 0xa4, uri: 0x86} as const

const types: ReadonlyMap<number, string> = new Map([
  [nameField.email, 'email'],
  [nameField.dns, 'DNS'],
  [nameField.uri, 'URI'],
])

/** Each name of the certificate with the field it is in. @throws {DerError} */
export function generalNamesOf({extensions}: Certificate): readonly DerValue[] {
  const value = extensions.get(altNameOid)?.value
  return value === undefined ? [] : childrenOf(parseDer(value))
}

/**
 * The names of a certificate, each in its own field, as they are byte for byte. Names of other kinds, and texts with
 * bytes that are not printable ASCII, are shown and equal no name.
 * @throws {DerError}
 */
export function altNamesOf(certificate: Certificate): AltName[] {
  return generalNamesOf(certificate).map(({tag, content}) => {
    const type = types.get(tag)
    const text = asciiOf(content)
    return type === undefined || text === undefined
      ? {type: 'other', value: `#${content.toString('hex')}`}
      : {type, value: text}
  })
}

/** Printable ASCII; undefined for anything else. */
export function asciiOf(bytes: Buffer): string | undefined {
  return bytes.length > 0 && bytes.every(byte => byte >= 0x20 && byte < 0x7f) ? bytes.toString('latin1') : undefined
}
