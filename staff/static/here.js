// Whoever reads or types is still there, also if they open no page for a while. Whoever is not does not leave a parent's
// words on the screen: once the time is over, the page goes to the sign-in.
const { here, signin, idle } = document.body.dataset;
const EVERY = 2 * 60 * 1000;
let told = Date.now();
let active = false;

for (const happens of ["keydown", "pointerdown", "wheel", "touchstart"]) {
  document.addEventListener(happens, () => { active = true; }, { passive: true });
}

const leave = () => location.replace(`${signin}?next=${encodeURIComponent(location.pathname + location.search)}`);

setInterval(async () => {
  if (active && Date.now() - told >= EVERY) {
    active = false;
    const answer = await fetch(here, { redirect: "manual" }).catch(() => null);
    if (answer?.status === 204) told = Date.now();
    else if (answer?.type === "opaqueredirect") leave();
  } else if (Date.now() - told > idle * 1000) {
    leave();
  }
}, 10 * 1000);
