const bomPattern = /"(?:bomFormat|specVersion|spdxVersion)"|cyclonedx|spdx-context\.jsonld/i

/**
 * Whether a file that begins so is a BOM: JSON or XML that names CycloneDX or SPDX; a program that does so is a source.
 */
export function isBomHead(head: string): boolean {
  return /^\s*[{<]/.test(head) && bomPattern.test(head)
}
