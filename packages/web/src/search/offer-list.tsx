import { m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'
import type { Offer } from './query-offers.ts'

interface OfferListProps {
  /** Each option has this id and its place behind it, so that the field can say which one is chosen. */
  readonly id: string
  readonly offers: readonly Offer[]
  readonly chosen: number
  readonly take: (offer: Offer) => void
}

/** What may be meant, below the field; keys are handled by the field. */
export function OfferList({ id, offers, chosen, take }: OfferListProps) {
  return (
    <div className="offers" id={id} role="listbox" aria-label={m.search.offers}>
      {offers.map((offer, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        <div
          key={offer.insert}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === chosen}
          className="offer"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(offer)}
        >
          <Text>{offer.shown}</Text>
          <span className="quiet">{offer.hint}</span>
        </div>
      ))}
    </div>
  )
}
