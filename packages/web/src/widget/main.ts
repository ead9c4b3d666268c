import { DaybookHistory } from './daybook-history.ts'

// A page may load the file twice.
if (customElements.get('daybook-history') === undefined) customElements.define('daybook-history', DaybookHistory)
