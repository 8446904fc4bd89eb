/** Legal forms and what else stands behind the name of a company. */
const formPattern =
  /\b(?:inc|ltd|llc|gmbh|ag|se|sa|sas|bv|corp|corporation|company|co|limited|plc|oy|ab|kg|srl|spa|pbc|lp)\b/g

/** Names of companies as people write them: legal forms, stops and spaces do not count. */
export function isSameCompany(a: string, b: string): boolean {
  const [left, right] = [bare(a), bare(b)]
  return left.includes(right) || right.includes(left)
}

/** The words of a name that a host of its own would have. */
export function companyWords(name: string): string[] {
  return withoutForm(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word.length >= shortestWord)
}

/** Shorter words are in any host. */
const shortestWord = 4

function bare(name: string): string {
  return withoutForm(name).replace(/[^\p{L}\p{N}]/gu, '')
}

function withoutForm(name: string): string {
  return name.toLowerCase().replace(/[.,]/g, '').replace(formPattern, '')
}
