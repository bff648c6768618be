// Whoever reads or types is still there, also if they open no page for a while. Whoever is not does not leave a parent's
// words on the screen: once the time is over, the page goes to the sign-in.
const { here, signin, idle } = document.body.dataset;
const TELL_EVERY = 2 * 60 * 1000;
const ASK_EVERY = 60 * 1000;
const token = document.querySelector("meta[name=csrf-token]").content;
let told = Date.now();
let asked = 0;
let active = false;

for (const happens of ["keydown", "pointerdown", "wheel", "touchstart"]) {
  document.addEventListener(happens, () => { active = true; }, { passive: true });
}

async function isThere(options) {
  const answer = await fetch(here, { redirect: "manual", ...options }).catch(() => null);
  return answer === null ? null : answer.status === 204; // null: nobody knows, the line is down
}

async function look() {
  const now = Date.now();
  if (active && now - told >= TELL_EVERY) {
    active = false;
    const there = await isThere({ method: "POST", headers: { "X-CSRFToken": token } });
    if (there) told = now;
    return there;
  }
  if (now - told < idle * 1000 || now - asked < ASK_EVERY) return true;
  asked = now;
  return isThere({});
}

setInterval(async () => {
  if (await look() === false) {
    location.replace(`${signin}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
}, 10 * 1000);
