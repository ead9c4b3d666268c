// Tidewater Coffee Equipment, Bristol: sells espresso machines to cafés and hotels, and keeps them running.

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  /** What they may do when the year begins; the trail says how it changed. */
  readonly role: string
}

const person = (number: number, name: string, role: string): Person => ({
  id: `u_${number}`,
  name,
  email: `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@tidewater.example`,
  role,
})

export const maria: Person = person(7, 'Maria', 'Operations Manager')
export const admin: Person = { ...person(1, 'Admin', 'Administrator'), email: 'admin@tidewater.example' }
export const jacob: Person = person(9, 'Jacob Miller', 'Support Agent')

export const support: readonly Person[] = [
  jacob,
  person(12, 'Elena Sousa', 'Support Agent'),
  person(13, 'Ben Whitlock', 'Support Agent'),
  person(14, 'Aisha Khan', 'Support Agent'),
  person(15, 'Owen Pritchard', 'Support Agent'),
]
export const supportLead: Person = person(11, 'Ruth Adeyemi', 'Support Manager')
export const finance: readonly Person[] = [
  person(21, 'Priya Nair', 'Finance'),
  person(22, 'Tom Okafor', 'Finance'),
  person(23, 'Ingrid Solberg', 'Finance'),
]
export const financeLead: Person = person(20, 'Daniel Roth', 'Finance Manager')
export const dispatchers: readonly Person[] = [person(31, 'Rosa Jimenez', 'Dispatcher'), person(32, 'Liam Doyle', 'Dispatcher')]
export const warehouse: readonly Person[] = [
  person(41, 'Viktor Hansen', 'Warehouse'),
  person(42, 'Chloe Martin', 'Warehouse'),
  person(43, 'Samuel Boateng', 'Warehouse'),
]
export const sales: readonly Person[] = [
  person(51, 'Hannah Weiss', 'Customer Success'),
  person(52, 'Diego Alvarez', 'Customer Success'),
  person(53, 'Yuki Tanaka', 'Sales'),
  person(54, 'Noah Fletcher', 'Sales'),
  person(55, 'Zoë Lindqvist', 'Sales'),
]
export const purchasing: readonly Person[] = [person(61, 'Marek Nowak', 'Purchasing'), person(62, 'Beatriz Costa', 'Purchasing')]
export const itAdmin: Person = person(71, 'Sam Carter', 'Administrator')

/** Who visits customers. They have no account in the tool: dispatchers write for them. */
export const technicians: readonly string[] = [
  'Gareth Vaughan',
  'Nia Bevan',
  'Piotr Zielinski',
  'Connor Walsh',
  'Amara Obi',
  'Stefan Ilić',
  'Kieran Holt',
  'Lucia Ferri',
  'Dev Anand',
  'Jonas Berg',
]

export const everybody: readonly Person[] = [
  admin,
  maria,
  ...support,
  supportLead,
  ...finance,
  financeLead,
  ...dispatchers,
  ...warehouse,
  ...sales,
  ...purchasing,
  itAdmin,
]
