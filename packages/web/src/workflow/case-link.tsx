import type { WorkflowCase } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import { useNames } from '../names/use-names.ts'
import { Text } from '../text/text.tsx'
import { caseName } from './case-name.ts'

/** A case by what people call it, leading to its steps. */
export function CaseLink({ trail, of }: { readonly trail: string; readonly of: WorkflowCase }) {
  const names = useNames(trail)
  return (
    <Link to="/t/$trail/workflows/$type/$id" params={{ trail, type: of.type, id: of.id }}>
      <Text>{caseName(of, names)}</Text>
    </Link>
  )
}
