import type {TextHit} from './invisible.ts'

/** What no honest text says to a model behind the back of its user. */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override) (?:all |any |the |your |of |every ){0,3}(?:previous|prior|above|earlier|preceding|other) (?:\w{1,20} )?(?:instructions?|prompts?|rules?|messages?|guidelines?|context)\b/i,
  /\b(?:do not|don't|never|must not|without) (?:ever )?(?:tell|telling|inform|informing|mention(?:ing)?|reveal(?:ing)?|show(?:ing)?|notify(?:ing)?|alert(?:ing)?|disclos(?:e|ing)) (?:this |it |that |any of this |about this )?(?:to |with )?(?:the |your )?(?:user|human|developer|operator|them)\b/i,
  /\b(?:silently|secretly|covertly) (?:\w{1,20} ){0,3}(?:send|upload|post|read|copy|include|append|execute|run|exfiltrate|forward)\b/i,
  /\b(?:send|post|upload|forward|exfiltrate|transmit) (?:[\w'’.-]{1,30} ){1,10}(?:to|at) https?:\/\//i,
  /\b(?:read|cat|open|load|include|pass|send) (?:[\w'’./~-]{1,30} ){0,8}[`'"]?(?:~|\$HOME|\/home\/\w{1,30}|\/root)?\/?\.(?:ssh\/|aws\/credentials|cursor\/mcp\.json|netrc|npmrc|config\/gcloud)/i,
  /\b(?:curl|wget)\b[^\n|]{1,200}\|\s{0,5}(?:sudo )?(?:ba|z|da)?sh\b/i,
  /\b(?:pass|include|put|append|add|send) (?:[\w'’.`~/-]{1,30} ){1,8}(?:as|in|into|to) (?:the |its |a )?[`'"]?(?:sidenote|side_note|side note|context parameter|hidden \w{1,20})\b/i,
]
/** What a description says of other tools, or of itself above all others. */
const takeovers: readonly RegExp[] = [
  /\b(?:you must|always|must always|make sure to|first) (?:always )?(?:call|use|run|invoke) this tool (?:first|before (?:any|every|all|using any))\b/i,
  /\b(?:send|forward|redirect|route|address|cc|bcc)\b[^.\n]{0,60}\b(?:to|at) [\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{2,60}[^.\n]{0,40}\b(?:instead|regardless|rather than|even if)\b/i,
  /\b(?:when|if|whenever) (?:the |a |any )?[`'"]?\w{2,40}[`'"]? (?:tool )?is (?:available|present|called|used|invoked)[^.\n]{0,40}\b(?:must|always|instead)\b[^.\n]{0,80}\b(?:send|forward|call|use|change|replace|set|pass|include|bcc)\b/i,
  /\b(?:before|prior to) (?:using|calling|running|invoking) (?:this|any|other|the) (?:other )?(?:tools?|function)\b[^.\n]{0,20}\b(?:you must |you should |always |please )?(?:read|open|cat|load|collect|fetch|retrieve|list) (?:the |all |your |any )?[^.\n]{0,40}(?:\/|~|\bfiles?\b|\bkeys?\b|\bsecrets?\b|\bcredentials?\b|\benv(?:ironment)?\b|\bhistory\b|\bconversation\b)/i,
]
/** Marks by which a description claims to stand above the user's own words. */
const authority = /<\/?(?:important|system|instructions?|secret|hidden|admin)>/i
/** Text that pages do not show and models read, by what stands before it and after it. */
const unseen: readonly {readonly start: RegExp; readonly end: string}[] = [
  {start: /<!--/g, end: '-->'},
  {start: /^[ \t]{0,3}\[[^\]\n]{0,40}\]:[ \t]{1,5}(?:#|<>|<#>)[ \t]{1,5}["'(]/gm, end: '\n'},
  {
    start:
      /<(?:span|div|p|font|section|small|td|a)\b[^<>]{0,200}?(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|opacity\s{0,3}:\s{0,3}0(?![.\d])|font-size\s{0,3}:\s{0,3}[01](?:px|pt|em)?(?![.\d])|color\s{0,3}[:=]\s{0,3}["']?(?:white|#fff(?:fff)?|transparent)\b|\shidden\b)[^<>]{0,200}>/gi,
    end: '</',
  },
  {start: /\{\/\*/g, end: '*/}'},
]
const shownLength = 80

/** An order in a text that whoever decides does not read. */
export function findOrders(text: string, patterns: readonly RegExp[] = orders): TextHit[] {
  for (const order of patterns) {
    const found = order.exec(text)
    if (found !== null) return [{at: found.index, what: JSON.stringify(found[0].slice(0, shownLength))}]
  }
  return []
}

/** The same, and the marks that such descriptions wear. */
export function findToolOrders(text: string): TextHit[] {
  const mark = authority.exec(text)
  const found = findOrders(text, [...orders, ...takeovers])
  return found.length > 0 || mark === null ? found : [{at: mark.index, what: JSON.stringify(mark[0])}]
}

/**
 * Orders in what a page does not show: comments, link definitions, elements without size or colour; one that is never
 * closed hides all that follows.
 */
export function findOrdersInComments(text: string): TextHit[] {
  const hits = unseen.flatMap(({start, end}) => firstOrder(text, start, end))
  return hits.sort((a, b) => a.at - b.at).slice(0, 1)
}

function firstOrder(text: string, start: RegExp, end: string): TextHit[] {
  let next = 0
  for (const {0: mark, index} of text.matchAll(start)) {
    if (index < next) continue
    const from = index + mark.length
    const found = text.indexOf(end, from)
    next = found === -1 ? text.length : found
    const [hit] = findOrders(text.slice(from, next))
    if (hit !== undefined) return [{at: from + hit.at, what: hit.what}]
  }
  return []
}
