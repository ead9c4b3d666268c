/** True where a name has the record's number in it already: “Order #1842” of `1842`, “Refund #31” of `r_31`. */
export function saysNumber(name: string, id: string): boolean {
  const number = /\d+$/.exec(id)?.[0]
  return name.includes(id) || (number !== undefined && (name.match(/\d+/g)?.includes(number) ?? false))
}
