/** Minutes to choose from: before and after an event. The server looks at most a day far. */
export const spans: readonly number[] = [1, 10, 30, 60, 240, 1_440]
