import { createRecorder } from '@daybook/sdk'
import { orderDesk } from './app.ts'
import catalogue from './daybook.catalogue.ts'

const { DAYBOOK_URL, DAYBOOK_KEY, PORT = '3000' } = process.env
const audit = createRecorder({ catalogue, url: DAYBOOK_URL, key: DAYBOOK_KEY, tool: 'Order desk' })
const orders = new Map([[1842, { id: 1842, status: 'Pending Review', total: '99.90', note: null }]])

const server = orderDesk(audit, orders).listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => void audit.close()))
