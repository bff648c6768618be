// What a text costs, counted as flows/hygiene.py counts: both are held to the same table by the tests.

const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡" +
  "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const EXTENDED = new Set("\f^{}\\[~]|€");
const PLAIN = {
  "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
  "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-",
  "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
};
const UNSENDABLE = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]$/u;

const isGsm = (c) => BASIC.has(c) || EXTENDED.has(c);
const withoutAccent = (c) => isGsm(c) ? c : [...c.normalize("NFKD")].filter(isGsm).join("");

// The text as it is sent: plain quotes and dashes, no control characters.
export function plain(text, gsm7Only = false) {
  const clean = [...text.normalize("NFC")].map((c) => PLAIN[c] ?? c).join("");
  const kept = [...clean].filter((c) => c === "\n" || !UNSENDABLE.test(c));
  return (gsm7Only ? kept.map(withoutAccent) : kept).join("").trim();
}

// In how many parts the text is billed. GSM-7: 160 or 153 characters a part; else 140 or 134 bytes of UTF-16.
export function segments(text) {
  const characters = [...text];
  const gsm = characters.every(isGsm);
  const cost = gsm ? (c) => EXTENDED.has(c) ? 2 : 1 : (c) => 2 * c.length;
  const [one, many] = gsm ? [160, 153] : [140, 134];
  let parts = 0, total = 0, part = many;
  for (const c of characters) {
    total += cost(c);
    part += cost(c);
    if (part > many) {
      parts += 1;
      part = cost(c);
    }
  }
  return total <= one ? Math.min(parts, 1) : parts;
}
