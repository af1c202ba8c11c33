// Numbered questions of the marking desk to the kernel: each gets its answer, or is called unanswered.
// Set before desk.js (widget.py).

const PATIENCE = 5000; // ms until a choice without an answer is called not saved

function numbered(send, silence) {
  const waiting = new Map(); // message number → { done, timer }; stays until the answer comes, however late
  let count = 0;
  return {
    ask(message, done, lost = silence) {
      const n = ++count;
      waiting.set(n, { done, timer: setTimeout(lost, PATIENCE) });
      send({ n, ...message });
    },
    // Hands an answer to whoever asked, after ``first``; what nobody asked is left alone.
    answered(message, first) {
      const one = waiting.get(message.n);
      if (!one) return;
      clearTimeout(one.timer);
      waiting.delete(message.n);
      first();
      one.done(message);
    },
    release: () => waiting.forEach((one) => clearTimeout(one.timer)),
  };
}
