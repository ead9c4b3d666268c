export { RecordRefused, RecordUnanswered } from './record-error.ts'
export { createRecorder, type Recorder, type RecorderOptions } from './recorder.ts'
