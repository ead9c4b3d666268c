import { m } from '../messages/messages.ts'

/**
 * In the place of what is not answered yet. What stands below it in the same part of a page is not shown before it, so that
 * nothing one reads or aims at is pushed away when it comes.
 */
export const ToCome = () => <p className="quiet to-come">{m.app.loading}</p>
