import parseExpression from 'spdx-expression-parse'
import {toLicence} from '../../inventory/licence.ts'
import {listedName, namesNoCommerce, namesRestrictions} from './licence-names.ts'
import table from './licence-terms.json' with {type: 'json'}

/** What a license lets one do, as far as we know it. */
export interface Terms {
  readonly commercial: 'yes' | 'no' | 'conditions' | 'unclear'
  /** changed versions may be passed on; undefined where it is not known */
  readonly derivatives: boolean | undefined
  /** changed versions keep the license */
  readonly shareAlike: boolean
  /** a list of uses is forbidden */
  readonly restricted: boolean
  /** what it asks for, in plain words */
  readonly asks: readonly string[]
}

const unclear: Terms = {commercial: 'unclear', derivatives: undefined, shareAlike: false, restricted: false, asks: []}
/** Names that stand for terms which are not told. */
const evasivePattern =
  /^(?:other|custom|proprietary|commercial|unknown|see (?:the )?(?:licen[cs]e|terms|repo|readme|website|model card|documentation).{0,100}|licen[cs]e|various|mixed|noassertion|none|n\/a|tbd|internal|open(?:[- ]?(?:source|weights?|model))?|free(?:ware)?(?: (?:to|for) (?:use|download|all|everyone))?|all rights reserved|copyright(?: .{0,60})?|permissive|public|(?:custom|own|our|proprietary|commercial|vendor|special|open|internal) (?:licen[cs]e|terms|eula)|eula|terms of (?:use|service))$/i

const byName: ReadonlyMap<string, Terms> = new Map(
  table.terms.flatMap(({match, commercial, derivatives, shareAlike, restricted, asks}) =>
    match.map(name => [
      name.toLowerCase(),
      {
        commercial: toCommercial(commercial),
        derivatives,
        shareAlike: shareAlike === true,
        restricted: restricted === true,
        asks,
      },
    ]),
  ),
)

function toCommercial(text: string): Terms['commercial'] {
  return text === 'yes' || text === 'no' || text === 'conditions' ? text : 'unclear'
}

/**
 * The terms of a license as stated: an SPDX id, an expression of some, or a name. Of a choice (`OR`) the freest counts,
 * of all together (`AND`) every one.
 */
export function termsOf(stated: string): Terms {
  const licence = toLicence(stated)
  if (licence === undefined) return unclear
  if (licence.kind === 'expression') return ofExpression(licence.expression)
  return named(licence.kind === 'id' ? licence.id : licence.name)
}

/** A name that tells no terms: other, custom, proprietary. */
export function isEvasive(stated: string): boolean {
  return evasivePattern.test(stated.trim())
}

function named(name: string): Terms {
  const plain = name.toLowerCase().replace(/^licenseref-/, '')
  return byName.get(plain) ?? byName.get(listedName(name) ?? '') ?? byFeature(name)
}

/** What the very words of an unlisted name say. */
function byFeature(name: string): Terms {
  if (namesNoCommerce(name))
    return {...unclear, commercial: 'no', asks: ['Its name says: no commercial use. Read the text.']}
  return namesRestrictions(name)
    ? {
        ...unclear,
        commercial: 'conditions',
        restricted: true,
        asks: ['Do not use it for what the license lists as forbidden. Read the text.'],
      }
    : unclear
}

type Expression = ReturnType<typeof parseExpression>

function ofExpression(text: string): Terms {
  try {
    return ofNode(parseExpression(text), 0)
  } catch {
    // toLicence parsed it before; a text that changes its mind says nothing
    return unclear
  }
}

function ofNode(node: Expression, depth: number): Terms {
  if ('license' in node) return named(node.license)
  if (depth > 50) return unclear
  const [left, right] = [ofNode(node.left, depth + 1), ofNode(node.right, depth + 1)]
  if (node.conjunction === 'or') return rank(left) <= rank(right) ? left : right
  return {
    commercial: rank(left) >= rank(right) ? left.commercial : right.commercial,
    derivatives:
      left.derivatives === false || right.derivatives === false ? false : (left.derivatives ?? right.derivatives),
    shareAlike: left.shareAlike || right.shareAlike,
    restricted: left.restricted || right.restricted,
    asks: [...new Set([...left.asks, ...right.asks])],
  }
}

function rank({commercial}: Terms): number {
  return ['yes', 'conditions', 'unclear', 'no'].indexOf(commercial)
}
