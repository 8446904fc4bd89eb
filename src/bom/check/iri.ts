/**
 * The same address as an RFC 3987 reference, as every reader of CycloneDX accepts it: what may not stand in one is
 * percent-encoded, `127.0.0.1:80` becomes
 * `//127.0.0.1:80`. Templates (`https://{region}.example.com:{port}`) that cannot be one even so become a relative
 * reference of their encoded text.
 */
export function toReference(text: string): string {
  if (isReference(text)) return text
  const trimmed = text.trim()
  const escaped = (trimmed.includes('://') ? [trimmed] : [trimmed, `//${trimmed}`]).map(escapeSigns).find(isReference)
  return escaped ?? `./${encodeURIComponent(text.toWellFormed())}`
}

const partsPattern = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/
const schemePattern = /^[A-Za-z][A-Za-z0-9+.-]*$/
const authorityPattern =
  /^(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?$/
const pathPattern = /^(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/
const queryPattern = /^(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$/

/** RFC 3986, Appendix B and the character classes of §3: ASCII only, so every IRI reader agrees. */
function isReference(text: string): boolean {
  const parts = partsPattern.exec(text)
  if (parts === null || text === '') return false
  const [, scheme, authority, path = '', query = '', fragment = ''] = parts
  if (scheme !== undefined && !schemePattern.test(scheme)) return false
  if (authority !== undefined && !authorityPattern.test(authority)) return false
  if (authority === undefined && path.startsWith('//')) return false
  return pathPattern.test(path) && queryPattern.test(query) && queryPattern.test(fragment)
}

function escapeSigns(text: string): string {
  const hash = text.indexOf('#')
  const whole = hash === -1 ? text : `${text.slice(0, hash + 1)}${text.slice(hash + 1).replaceAll('#', '%23')}`
  return whole
    .toWellFormed()
    .replace(/%(?![0-9A-Fa-f]{2})|[^\w.~!$&'()*+,;=:@/?#[\]%-]/gu, sign =>
      sign === '%' ? '%25' : encodeURIComponent(sign),
    )
}
