// The browser's own voices, and its microphone where it has one.

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export const canListen = Boolean(Recognition);

export function hush() {
  window.speechSynthesis?.cancel();
}

// Each prompt in its own language, slowly where it is said slowly.
export function speak(heard) {
  if (!window.speechSynthesis) return;
  for (const one of heard.filter(({ sound }) => !sound)) {
    const said = new SpeechSynthesisUtterance(one.text);
    said.lang = one.language;
    said.rate = one.slow ? 0.75 : 1;
    const voices = speechSynthesis.getVoices();
    said.voice = voices.find(({ lang }) => lang.replace("_", "-") === one.language) ?? voices.find(({ lang }) => lang.startsWith(one.language.slice(0, 2))) ?? null;
    speechSynthesis.speak(said);
  }
}

// What was said and how surely it was heard; nothing where nothing was.
export function listen(language) {
  return new Promise((done) => {
    const ear = new Recognition();
    ear.lang = language;
    ear.addEventListener("result", ({ results }) => {
      const [best] = results[0];
      done({ words: best.transcript, confidence: best.confidence || 0.9 });
    });
    ear.addEventListener("error", ({ error }) => done({ problem: error === "not-allowed" ? "The microphone may not be used here." : "" }));
    ear.addEventListener("end", () => done({}));
    ear.start();
  });
}
