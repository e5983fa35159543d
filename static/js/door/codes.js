// Codes and names as people give them: the same rules as on the server (foundation.lib.codes, foundation.lib.names).

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 26;
const LETTERS = 6;
const HASH_LENGTH = 32;
const PLAIN = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss" };

// 26 random letters: a phone's name for itself, or for one thing it did.
export const random = () => Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => ALPHABET[byte % 32]).join("");

export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđðþæœıß]/g, (letter) => PLAIN[letter]);

export const digest = async (code) => {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, HASH_LENGTH);
};

// What was scanned or typed: {code} whole, {letters} of its beginning, {foreign} somebody else's, or {name}.
export const read = (typed, site) => {
  const text = typed.trim();
  if (text.includes("/")) {
    const [ours, code] = text.split("/d/");
    return ours === site && text.length <= 200 && code ? { code: normalise(code.replace(/\/+$/, "")) } : { foreign: text };
  }
  const code = normalise(text);
  if (![...code].every((letter) => ALPHABET.includes(letter))) return text.length > 60 ? { foreign: text } : { name: text };
  if (code.length >= LENGTH) return { code };
  return code.length >= LETTERS ? { letters: code, name: text } : { name: text };
};

// Whether it is written as our codes are, or their beginning: 128 bits in 26 letters, so the first one is at most a 7.
// Whose it is, only the server can say.
export const looksOurs = (code) => [LETTERS, LENGTH].includes(code.length) && [...code].every((letter) => ALPHABET.includes(letter)) && code[0] <= "7";

// As the ticket shows them: K7 4P QX.
export const spoken = (code) => beginning(code).toUpperCase().replace(/(..)(?=.)/g, "$1 ");

export const beginning = (letters) => letters.slice(0, LETTERS);

const normalise = (typed) => typed.trim().toLowerCase().replace(/[- ]/g, "").replace(/o/g, "0").replace(/[il]/g, "1").slice(0, 200);
