const apology =
  /^\s{0,20}(?:(?:i(?:'m| am) )?(?:very |so |really )?sorry[,.! ]|i apologi[sz]e|unfortunately, i |抱歉|很抱歉|对不起|申し訳|죄송)/i

/** Whether a text begins as what is said to a user who gets no answer: it is none that a model is given. */
export function isApology(text: string): boolean {
  return apology.test(text.slice(0, 80))
}
