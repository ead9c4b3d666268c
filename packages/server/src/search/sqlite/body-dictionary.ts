/** @file placeholder */
export const bodyDictionary = Buffer.from('[0,[["core",{"action":"order.updated","actor":{"id":"u_1","type":"user"}')
