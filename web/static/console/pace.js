// Runs something at once, and then again at most once in a while however often it is asked for.

/** `work` may be asynchronous: it never runs twice at the same time. */
export function paced(work, everyMs) {
  let isWaiting = false;
  let isAskedAgain = false;
  return async function run() {
    if (isWaiting) {
      isAskedAgain = true;
      return;
    }
    isWaiting = true;
    isAskedAgain = false;
    try {
      await Promise.all([work(), new Promise((done) => setTimeout(done, everyMs))]);
    } catch {
      // The server could not be asked; the live line tells the agent and asks again.
    } finally {
      isWaiting = false;
    }
    if (isAskedAgain) run();
  };
}
