/** code: a bare word is an expression · data: it is a value · prose: it is a word */
export type Writing = 'code' | 'data' | 'prose'
