const wordBoundaries = (name: string): string =>
  ` ${name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .toLowerCase()} `

/** Values that harm somebody when many can read them: not secrets, which are omitted, but near it. */
const sensitive =
  / (?:iban|bic|bank account|account number|sort code|routing number|ssn|social security(?: number)?|national id|passport(?: number)?|driving licen[cs]e|tax (?:id|number|file number)|vat (?:id|number)|health\w*|diagnosis|medical\w*|disability|religion|ethnicity|sexual orientation|union membership|political\w*|criminal\w*|biometric\w*|salary|wage|income|credit score|date of birth|birth ?date|dob|insurance number|steuer (?:id|nummer)) /

/** Data about a person, which somebody may one day ask to erase. */
const personal =
  / (?:e ?mail(?: address)?|phone(?: number)?|mobile(?: number)?|telephone|fax|address(?: line)?(?: \d)?|street|post ?code|zip(?: code)?|first name|last name|full name|surname|given name|family name|maiden name|birth ?date|date of birth|dob|gender|nationality|ip address|photo|signature|contact name|contact person) /

/** True where a field's name says that its values are sensitive: bank details, identity numbers, health, pay. */
export const isSensitiveName = (name: string): boolean => sensitive.test(wordBoundaries(name))

/** True where a field's name says that its values are about a person. */
export const isPersonalName = (name: string): boolean => personal.test(wordBoundaries(name))
