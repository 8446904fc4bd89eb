const schemePattern = /^(?:npm|jsr):\/?/
/** Hosts that serve npm packages by name, and the path before it. */
const cdnPattern =
  /^https?:\/\/(?:esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.esm\.sh|unpkg\.com|ga\.jspm\.io\/npm:|jspm\.dev|cdn\.jsdelivr\.net\/npm|deno\.land\/x)\/?(?:v\d+\/)?(?:pin\/)?/
const versionPattern = /^((?:@[^/@]+\/)?[^/@]+)@[^/]*/

/**
 * An import specifier without what brings the package (CDN, `npm:`, version): `https://esm.sh/openai@4?bundle` is
 * `openai`. Relative ones stay as they are.
 */
export function packageOf(specifier: string): string {
  const bare = specifier.replace(schemePattern, '').replace(cdnPattern, '')
  if (bare === specifier) return specifier
  return (bare.split('?')[0] ?? bare).replace(versionPattern, '$1').replace(/\/\+esm$/, '')
}
