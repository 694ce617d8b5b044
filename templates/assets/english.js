/* The page in English: words and sentences of this site, by the catalogue of en*.json. Loaded when a reader asks for it.
   Names, quoted words and accounts stay Chinese and say so by lang. Figures and links are moved, never made again. */
const HAN = /[\u3400-\u9fff]/;
const WIDE = /[\u3400-\u9fff，。；：、（）｜]/;
const HOLE = /[\ue000-\uf8ff]/; // stands for an element inside a sentence
const FIRST_HOLE = 0xe000;
const BREAK = /([，。；｜·])/;
const MARKS = { "，": ", ", "。": ". ", "；": "; ", "｜": " | ", "：": ": ", "、": ", ", "（": " (", "）": ") ", "·": " · ", "/": " / " };
const BESIDE = /^([\ue000-\uf8ffA-Z\d.,%+\-\s：、]*)(.*?)([\ue000-\uf8ffA-Z\d.,%+\-\s：、]*)$/s; // numbers and elements beside words
const NAME = /^[\u3400-\u9fff\d（）“”、/：《》]{4,60}$/; // what a row of names is made of
const MOST = 9; // names in it
const LONGEST = 9; // clauses that one pattern may span
const EDGE = 8; // pixels between a label and the middle of a flow
const CHECKED = ".mb-finding, .mb-frows, #outcome";
// What only some pages need, with what they have.
const PARTS = {
  "en-terms.json": "[data-plain]", "en-why.json": "[data-why]", "en-checks.json": CHECKED, "en-findings.json": CHECKED,
  "en-accounts.json": "[data-english~=accounts]", "en-data.json": "[data-english=data]", "en-year.json": "a.mb-fig, [data-english~=year]",
};
const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];
const ZH = "zh-CN";

let book = null;
let done = []; // what was changed, newest last
const seen = new Map(); // text → its parts

// --- the rule: a text is a row of clauses; each run of clauses is a known word or fits a pattern ------------------

/** A catalogue with its patterns compiled: `{a}` fits one clause's words, `{n}` a figure or an element, `{A}` what is printed, to
    the end of its sentence; spaces count for nothing. */
export function compiled(data) {
  const words = new Map(data.words.map(([zh, en]) => [tight(zh).replace(/。$/, ""), zh.endsWith("。") ? ended(en) : straight(en)]));
  const patterns = data.patterns.map(([zh, en]) => {
    const names = [];
    const source = zh.split(/\{(\w)\}/).map((piece, at) => {
      if (at % 2 === 0) return tight(piece).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(piece);
      return piece < "a" ? data.printed_hole : piece < "n" ? data.words_hole : data.figure_hole;
    });
    return { names, en: ended(en), size: tight(zh).length - 3 * names.length, fits: new RegExp(`^${source.join("").replace(/。$/, "")}$`) };
  });
  patterns.sort((one, other) => other.size - one.size);
  return { words, patterns, plain: data.plain || {}, why: data.why || {}, keep: data.keep, singular: data.singular };
}

/** A sentence without its full stop, which stays where it stands in the Chinese. */
const ended = (text) => straight(text).replace(/\.$/, "");

/** Chinese fonts draw curly quotes as wide as a character. */
const straight = (text) => text.replace(/[“”]/g, '"');

/** Without spaces, but for those between Latin words. */
const tight = (text) => text.trim().replace(/\s+/g, " ").replace(/(?<![\x21-\x7e]) | (?![\x21-\x7e])/g, "");

function known(text) {
  const word = book.words.get(text);
  if (word !== undefined) return { en: word, slots: {} };
  if (!HAN.test(text)) return { en: "{_}", slots: { _: text } };
  const listed = text.includes("、") ? text.split("、").map((one) => book.words.get(one)) : [undefined];
  if (listed.every(Boolean)) return { en: listed.join(", "), slots: {} };
  for (const { names, en, fits } of book.patterns) {
    const found = fits.exec(text);
    if (found) return { en, slots: Object.fromEntries(names.map((name, at) => [name, found[at + 1].trim()])) };
  }
  const [, before, core, after] = BESIDE.exec(text);
  const inside = (before || after) && known(core.replace(/。$/, ""));
  if (inside) return { en: `{Y} ${inside.en}${core.endsWith("。") ? "." : ""} {Z}`, slots: { ...inside.slots, Y: before, Z: after } };
  const named = NAME.test(text) && !/、文字说明/.test(text) && namedFigure(text);
  return named ? { en: named, slots: {} } : null;
}

/** The name of a figure or of an account under others: known words side by side, the longest first, with codes and years. */
function namedFigure(text) {
  const row = [];
  for (let at = 0; at < text.length; ) {
    const sign = /^(?:[/：、《》]|\d+年?)/.exec(text.slice(at));
    if (sign) { row.push(sign[0].replace("年", "").replace(/[《》、]/, "")); at += sign[0].length; continue; }
    let end = text.length;
    while (end > at + 1 && !book.words.has(text.slice(at, end))) end -= 1;
    if (end === at + 1) return null;
    row.push(book.words.get(text.slice(at, end)));
    at = end;
  }
  const words = row.filter(Boolean);
  if (words.length < 2 || words.length > MOST || words.every((word) => /^[\d/：]*$/.test(word))) return null;
  return words.join(", ").replace(/(^\d+), /, "$1 ").replace(/(?:, )?[/](?:, )?/g, " / ").replace(/(?:, )?：(?:, )?/g, ": ");
}

/** The parts of a text in order, or null when a clause of it is not known. */
export function parts(text) {
  const key = tight(text);
  if (!seen.has(key)) seen.set(key, divided(key));
  return seen.get(key);
}

function divided(key) {
  if (key.endsWith("。") && key.length > 1) {
    const found = divided(key.slice(0, -1));
    return found && [...found, { mark: MARKS["。"] }];
  }
  const listed = key.split(/([｜·])/);
  if (listed.length > 1) return apart(listed);
  const all = known(key);
  if (all && !(all.slots._ && WIDE.test(key))) return [all];
  const pieces = key.split(BREAK).map((piece) => piece.trim());
  const row = [];
  for (let at = 0; at < pieces.length; ) {
    const ends = [];
    for (let end = Math.min(pieces.length, at + 2 * LONGEST); end > at; end -= 1) if ((end - at) % 2 === 1) ends.push(end);
    const end = ends.find((one) => pieces.slice(at, one).every((piece) => piece === "") || known(pieces.slice(at, one).join("")));
    if (!end) return key.includes("/") && !BREAK.test(key) ? apart(key.split(/(\/)/)) : null;
    const run = pieces.slice(at, end).join("");
    if (run) row.push(known(run));
    if (end < pieces.length) row.push({ mark: MARKS[pieces[end]] });
    at = end + 1;
  }
  return row;
}

/** Pieces that stand side by side: what is not known stays as it is, if only something is. */
function apart(listed) {
  const each = listed.map((piece) => (MARKS[piece] ? [{ mark: MARKS[piece] }] : piece.trim() ? divided(piece.trim()) : []));
  const some = each.some((found, at) => found && HAN.test(listed[at]));
  return some ? each.flatMap((found, at) => found || [{ stays: listed[at] }]) : null;
}

// --- nodes ------------------------------------------------------------------------------------------------------

const ofText = (text) => document.createTextNode(text);

function chinese(text) {
  const span = document.createElement("span");
  span.lang = ZH;
  span.textContent = text;
  return span;
}

const made = (part, elements) => (part.mark ? [ofText(part.mark)] : part.stays ? single(part.stays, elements) : filled(part, elements));

/** A run of Chinese text as nodes: known words in English, elements in their place, the rest marked as Chinese. */
function nodesOf(text, elements) {
  const found = parts(text);
  if (found) return found.flatMap((part) => made(part, elements));
  const list = text.split(/([、（）：])/);
  if (list.length > 1) return list.flatMap((piece) => (MARKS[piece] ? [ofText(MARKS[piece])] : piece ? nodesOf(piece, elements) : []));
  return single(text, elements);
}

/** Text as it is, with elements in their place. */
const single = (text, elements) => text.split(/([\ue000-\uf8ff])/).filter(Boolean).map((piece) => bare(piece, elements));

function bare(piece, elements) {
  if (HOLE.test(piece)) return elements[piece.charCodeAt(0) - FIRST_HOLE];
  return HAN.test(piece) ? chinese(piece) : ofText(piece.replace(/[，。；：、（）｜]/g, (mark) => MARKS[mark]));
}

function filled({ en, slots }, elements) {
  let one = false;
  return en.split(/(\{\w\})/).filter(Boolean).flatMap((piece) => {
    if (!/^\{\w\}$/.test(piece)) return [ofText(one ? afterOne(piece) : piece)];
    const text = slots[piece[1]];
    one = text === "1" || (HOLE.test(text) && text.length === 1 && elements[text.charCodeAt(0) - FIRST_HOLE].textContent.trim() === "1");
    return HAN.test(text) && piece[1] >= "a" ? nodesOf(text, elements) : single(text, elements);
  });
}

/** Words after a one: what is counted, and what is said of it. */
function afterOne(text) {
  let going = true;
  const one = (word) => { going = going && word in book.singular; return going ? book.singular[word] : word; };
  return text.replace(/^(?: [a-z]+)+/, (run) => run.replace(/[a-z]+/g, one));
}

const raised = (text) => text.replace(/^(\s*["(]?)([a-z])/, (_, before, letter) => before + letter.toUpperCase());

/** Runs of text made one, a capital after a full stop, no space before a mark. */
function joined(nodes, capital) {
  const row = [];
  for (const node of nodes) {
    const last = row[row.length - 1];
    if (node.nodeType === Node.TEXT_NODE && last && last.nodeType === Node.TEXT_NODE) last.data += node.data;
    else row.push(node);
  }
  row.forEach((node, at) => {
    if (node.nodeType !== Node.TEXT_NODE) return;
    node.data = node.data.replace(/ {2,}/g, " ").replace(/ ([,.;)])/g, "$1").replace(/\( /g, "(").replace(/([?!])\./g, "$1");
    node.data = node.data.replace(/([.?!] )([a-z])/g, (_, stop, letter) => stop + letter.toUpperCase());
    if (at === 0) node.data = node.data.trimStart();
    if (capital && row.slice(0, at).every((one) => !one.textContent.trim())) node.data = raised(node.data);
    if (at === row.length - 1) node.data = node.data.trimEnd();
  });
  return row;
}

/** The space before and after, where the Chinese has one. */
const spaced = (text, nodes) => [...(/^\s/.test(text) ? [ofText(" ")] : []), ...nodes, ...(/\s$/.test(text) ? [ofText(" ")] : [])];

/** A text without elements, as for an attribute; null when it is not wholly known. */
export function inEnglish(text) {
  const found = parts(text);
  return found && joined(found.flatMap((part) => made(part, [])), true).map((n) => n.textContent).join("");
}

// --- the page ---------------------------------------------------------------------------------------------------

function replace(element, nodes) {
  const before = [...element.childNodes];
  element.replaceChildren(...nodes);
  const after = [...element.childNodes];
  done.push(() => {
    const now = [...element.childNodes];
    if (now.length === after.length && now.every((node, at) => node === after[at])) element.replaceChildren(...before);
  });
}

function set(element, name, value) {
  const before = element.getAttribute(name);
  if (before === value) return;
  element.setAttribute(name, value);
  done.push(() => (before === null ? element.removeAttribute(name) : element.setAttribute(name, before)));
}

/** The text of an element with a hole for each element in it; terms are words of the sentence. */
function read(element) {
  const elements = [];
  const terms = [];
  let text = "";
  element.childNodes.forEach((node) => {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.nodeType !== Node.ELEMENT_NODE || node.localName === "br") return;
    else if (node.classList.contains("mb-term")) {
      text += node.textContent;
      terms.push(node);
    } else text += String.fromCharCode(FIRST_HOLE + elements.push(node) - 1);
  });
  return { text, elements, terms };
}

/** The note of a term stays with its name where the sentence says it. */
function withTerms(nodes, terms) {
  for (const term of terms) {
    const name = book.words.get(tight(term.textContent));
    const at = name ? nodes.findIndex((node) => node.nodeType === Node.TEXT_NODE && node.data.toLowerCase().includes(name.toLowerCase())) : -1;
    if (at < 0) continue;
    const from = nodes[at].data.toLowerCase().indexOf(name.toLowerCase());
    replace(term, [ofText(nodes[at].data.slice(from, from + name.length))]);
    nodes.splice(at, 1, ofText(nodes[at].data.slice(0, from)), term, ofText(nodes[at].data.slice(from + name.length)));
  }
  return nodes;
}

function mark(element) {
  const nodes = [...element.childNodes];
  if (nodes.every((node) => node.nodeType === Node.TEXT_NODE)) set(element, "lang", ZH);
  else replace(element, nodes.map((node) => (node.nodeType === Node.TEXT_NODE && HAN.test(node.data) ? chinese(node.data) : node)));
}

function own(element) {
  return [...element.childNodes].some((node) =>
    (node.nodeType === Node.TEXT_NODE || (node.nodeType === Node.ELEMENT_NODE && node.classList.contains("mb-term"))) && WIDE.test(node.textContent));
}

function translate(element, capital) {
  if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"].includes(element.tagName)) return;
  const { plain, why } = element.dataset || {};
  const explained = (plain && book.plain[plain]) || (why && book.why[why]);
  if (explained) { replace(element, [ofText(explained)]); return; }
  ATTRIBUTES.forEach((name) => {
    const value = element.getAttribute(name);
    const english = value && HAN.test(value) && inEnglish(value);
    if (english) set(element, name, english);
  });
  if (element.lang && element.lang !== "en") return;
  if (element.matches(book.keep)) { if (HAN.test(element.textContent)) set(element, "lang", ZH); return; }
  if (element.classList.contains("mb-unit")) capital = false; // it follows a number
  if (element.localName === "option" || element.localName === "button") capital = true;
  const inner = [...element.children];
  let said = false;
  if (own(element)) {
    const { text, elements, terms } = read(element);
    const found = parts(text);
    said = Boolean(found);
    if (found) replace(element, withTerms(spaced(text, joined(found.flatMap((part) => made(part, elements)), capital)), terms));
    else mark(element);
    inner.forEach((child, at) => {
      if (!terms.includes(child)) translate(child, !said || (at === 0 && text.trim().charCodeAt(0) === FIRST_HOLE));
      else if (!said) set(child, "lang", ZH);
    });
  } else inner.forEach((child) => translate(child, capital));
}

/** In a drawing the unit stands below it, and a label keeps to its room: the drawing, or its half of a flow. */
function fit() {
  const units = ["万元", "亿元", "元"].map((unit) => ` ${book.words.get(unit)}`);
  const labels = [...document.querySelectorAll(".mb-static :is(text:not(:has(tspan)), tspan)")].filter((label) => !HAN.test(label.textContent));
  labels.forEach((label) => {
    const unit = units.find((one) => label.textContent.endsWith(one));
    if (unit) replace(label, [ofText(label.textContent.slice(0, -unit.length))]);
  });
  const rooms = labels.map((label) => {
    const [box, all] = [label, label.closest(".mb-static")].map((node) => node.getBoundingClientRect());
    const flow = label.getAttribute("text-anchor") !== "middle" && label.closest("svg").querySelector(".mb-whole");
    const middle = all.left + all.width / 2;
    const left = flow && box.right > middle + all.width / 4 ? middle + EDGE : all.left;
    const right = flow && box.left < middle - all.width / 4 ? middle - EDGE : all.right;
    return box.left < left ? box.right - left : box.right > right ? right - box.left : 0;
  });
  labels.forEach((label, at) => {
    if (rooms[at] <= 0) return;
    set(label, "textLength", `${Math.floor(rooms[at])}`);
    set(label, "lengthAdjust", "spacingAndGlyphs");
  });
}

const watcher = new MutationObserver((records) => {
  for (const { addedNodes, target } of records) {
    if (!target.isConnected) continue;
    if ([...addedNodes].some((node) => node.nodeType === Node.TEXT_NODE && HAN.test(node.data))) translate(target, true);
    else addedNodes.forEach((node) => { if (node.nodeType === Node.ELEMENT_NODE && node.isConnected) translate(node, true); });
  }
  watcher.takeRecords();
});

async function loaded(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  return answer.json();
}

/** Shows the page in English. */
export async function toEnglish() {
  if (!book) {
    const parts = Object.keys(PARTS).filter((name) => document.querySelector(PARTS[name]));
    const all = await Promise.all(["en-names.json", ...parts, "en.json"].map(loaded));
    const every = (name) => all.flatMap((one) => one[name] || []); // of a word said twice the last counts
    book = compiled({ ...Object.assign({}, ...all), words: every("words"), patterns: every("patterns") });
  }
  set(document.documentElement, "lang", "en");
  const title = document.title;
  document.title = inEnglish(title) || title;
  done.push(() => { document.title = title; });
  translate(document.body, true);
  fit();
  watcher.observe(document.body, { childList: true, subtree: true });
}

/** Shows the page as it was. */
export function toChinese() {
  watcher.disconnect();
  while (done.length) done.pop()();
}

export const use = (data) => { book = compiled(data); seen.clear(); };
