export { assertRecorded } from './assert-recorded.ts'
export type { ExpectedEvent } from './compare-event.ts'
export { matchers, type RecordedMatchers } from './matchers.ts'
export { createTestRecorder, type TestRecorder, type TestRecorderOptions } from './test-recorder.ts'
