const pattern = /^P(?=\d)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,6}D)?$/

/** True for an ISO 8601 duration in whole years, months, weeks and days that is not nothing: `P7Y`, `P2Y6M`, `P30D`. */
export const isDateDuration = (text: string): boolean => pattern.test(text) && /[1-9]/.test(text)
