"use strict";
/* Everything works on what the page already holds. Listeners stand on the document alone: a page may have 10,000 marks. */
document.documentElement.classList.add("js");

const NARROW = matchMedia("(max-width: 820px)");
const ADDRESS = /^#d(\d+)(?:([fmh])(\d+)(-\d+)?)?$/;
const COLLATOR = new Intl.Collator("zh-CN", { numeric: true });
const states = new Map();
let shown = null;

/* What is known of a document: its cards, and the pieces of its text under each finding. Made when it is first shown. */
function stateOf(doc) {
  let state = states.get(doc);
  if (!state) {
    const cards = [...doc.querySelectorAll(".card")].map((element, index) => ({
      element, number: index + 1, kind: element.dataset.k, rule: element.dataset.r,
      extra: element.classList.contains("extra"), listed: !element.classList.contains("extra"), passes: true, words: "",
    }));
    state = { cards, current: 0, hidden: new Set(), rule: "", words: "", opened: new Set(), pieces: null };
    states.set(doc, state);
  }
  return state;
}

function piecesOf(doc) {
  const state = stateOf(doc);
  if (!state.pieces) {
    state.pieces = new Map();
    for (const element of doc.querySelectorAll("mark")) {
      for (const name of element.dataset.f.split(" ")) {
        const number = parseInt(name, 10);
        if (!state.pieces.has(number)) state.pieces.set(number, []);
        state.pieces.get(number).push({ element, also: name.includes("-") });
      }
    }
  }
  return state.pieces;
}

const kindOf = (card) => `${card.rule} ${card.kind}`;

/* Filters */

function filter(doc) {
  const state = stateOf(doc);
  const passing = new Set();
  for (const card of state.cards) {
    card.passes = !state.hidden.has(card.kind) && (!state.rule || card.rule === state.rule) && has(card, state.words);
    if (card.passes) passing.add(card.number);
    const unfolded = Boolean(state.rule || state.words) || state.opened.has(kindOf(card));
    card.listed = card.passes && (!card.extra || unfolded);
    card.element.hidden = !card.passes;
    if (card.extra) {
      card.element.classList.toggle("on", card.listed);
      card.element.classList.toggle("shut", !card.passes);
    }
  }
  for (const more of doc.querySelectorAll(".more")) {
    const card = state.cards[numberOf(more.closest(".card")) - 1];
    more.hidden = Boolean(state.rule || state.words) || state.opened.has(kindOf(card));
  }
  for (const mark of doc.querySelectorAll("mark")) {
    const under = mark.dataset.f.split(" ").some((name) => passing.has(parseInt(name, 10)));
    mark.classList.toggle("off", !under);
  }
  doc.querySelector(".none").hidden = passing.size > 0;
  tell(doc, passing.size);
}

function has(card, words) {
  if (!words) return true;
  if (!card.words) card.words = card.element.textContent.toLowerCase();
  return card.words.includes(words);
}

function tell(doc, passing = stateOf(doc).cards.filter((card) => card.passes).length) {
  const state = stateOf(doc);
  const at = doc.querySelector(".walk .at");
  if (!at) return;
  const all = passing === state.cards.length ? `共 ${passing} 处` : `${passing} / ${state.cards.length} 处`;
  at.textContent = state.current ? `第 ${state.current} 处，${all}` : all;
}

function unfilter(doc) {
  const state = stateOf(doc);
  state.hidden.clear();
  state.rule = state.words = "";
  for (const button of doc.querySelectorAll("[data-do=kind]")) button.setAttribute("aria-pressed", "true");
  for (const field of doc.querySelectorAll("select, input")) field.value = "";
  filter(doc);
}

/* From a finding to its mark and back */

const numberOf = (card) => parseInt(card.id.split("f")[1], 10);

function choose(doc, number, goal) {
  const state = stateOf(doc);
  const card = state.cards[number - 1];
  if (!card) return;
  if (!card.passes) unfilter(doc);
  if (!card.listed) {
    state.opened.add(kindOf(card));
    filter(doc);
  }
  for (const old of doc.querySelectorAll(".current, mark.also")) old.classList.remove("current", "also");
  for (const old of doc.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  state.current = number;
  card.element.classList.add("current");
  card.element.setAttribute("aria-current", "true");
  const pieces = piecesOf(doc).get(number) || [];
  for (const piece of pieces) piece.element.classList.add(piece.also ? "also" : "current");
  const mark = pieces.find((piece) => !piece.also)?.element;
  if (goal !== "walk") pane(doc, goal === "mark" && mark ? "text" : "list");
  if (mark) view(mark, "center");
  view(card.element, "nearest");
  const link = goal === "mark" && mark ? mark.querySelector("a") || mark : card.element.querySelector(".go");
  link.focus({ preventScroll: true });
  remember(`#${doc.id}f${number}`);
  tell(doc);
}

/* Blocks out of view have a guessed height until they come into view, which may push the goal away again, frames later:
   it is brought back until it has stayed in view for a few of them, or another goal is chosen. */
let goal = null;
for (const moved of ["wheel", "touchstart"]) addEventListener(moved, () => (goal = null), { passive: true });

function view(element, block) {
  goal = element;
  if (element.getClientRects().length) settle(element, { block, inline: "nearest" }, 30, 0);
}

function settle(element, where, frames, calm) {
  const { top, bottom } = element.getBoundingClientRect();
  const away = top < headHeight() || bottom > innerHeight;
  if (away || frames === 30) element.scrollIntoView(where);
  if (frames && calm < 4) {
    requestAnimationFrame(() => goal === element && settle(element, where, frames - 1, away ? 0 : calm + 1));
  }
}

const headHeight = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--head")) || 0;

function step(doc, by) {
  const state = stateOf(doc);
  const listed = state.cards.filter((card) => card.listed);
  if (!listed.length) return;
  const next = by > 0 ? listed.find((card) => card.number > state.current)
    : listed.findLast((card) => card.number < (state.current || Infinity));
  choose(doc, (next || (by > 0 ? listed[0] : listed.at(-1))).number, "walk");
}

function pane(doc, which) {
  doc.dataset.pane = which;
  for (const button of doc.querySelectorAll("[data-do=pane]")) {
    button.setAttribute("aria-pressed", String(button.dataset.to === which));
  }
}

/* Which document is shown */

function remember(hash) {
  try { history.replaceState(null, "", hash); } catch { /* a page without an address of its own has no history */ }
}

function route() {
  const found = ADDRESS.exec(location.hash);
  const many = document.body.classList.contains("many");
  const doc = found ? document.getElementById(`d${found[1]}`) : many ? null : document.querySelector(".doc");
  const before = shown;
  shown = doc;
  document.body.classList.toggle("reading", Boolean(doc));
  if (before !== doc) {
    before?.classList.remove("on");
    doc?.classList.add("on");
    fit();
    scrollTo(0, 0);
  }
  if (doc && found?.[2]) follow(doc, found[2], found[3], found[4]);
}

/* Go to what a link leads to: a finding, a mark (of what it refers to, with a letter), a heading. */
function follow(doc, what, number, other) {
  if (what === "f") return choose(doc, Number(number), "card");
  if (what === "m" && !other) return choose(doc, Number(number), "mark");
  const place = document.getElementById(`${doc.id}${what}${number}${other || ""}`);
  if (!place) return;
  pane(doc, "text");
  view(place, what === "h" ? "start" : "center");
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}

function fit() {
  const bar = shown?.querySelector(NARROW.matches ? ".tools" : ".head");
  document.documentElement.style.setProperty("--head", `${bar?.offsetHeight || 0}px`);
}

/* The table */

const keyOf = (row, column) => row.cells[column].firstChild?.textContent.trim() || "";

function sort(header, direction) {
  const table = header.closest("table");
  const column = header.cellIndex;
  const way = direction || (header.getAttribute("aria-sort") === (first(header)) ? second(header) : first(header));
  const rows = [...table.tBodies[0].rows];
  const sign = way === "ascending" ? 1 : -1;
  const keys = new Map(rows.map((row) => [row, keyOf(row, column)]));
  rows.sort((a, b) => sign * COLLATOR.compare(keys.get(a), keys.get(b)));
  table.tBodies[0].append(...rows);
  for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", other === header ? way : "none");
  keep({ column, way });
}

/* Numbers begin with the largest: who looks for the worst looks at the top. */
const first = (header) => (header.classList.contains("n") ? "descending" : "ascending");
const second = (header) => (header.classList.contains("n") ? "ascending" : "descending");

/* Rows with the words in the field, or exactly those of a unit, whose name the field then shows. */
function sift(field, unit) {
  const words = field.value.trim().toLowerCase();
  let left = 0;
  for (const row of document.querySelectorAll("table.rows tbody tr")) {
    const fits = unit === undefined ? row.textContent.toLowerCase().includes(words) : row.cells[1].textContent === unit;
    row.hidden = !fits;
    left += fits;
  }
  document.querySelector("#index .at").textContent = `${left} 份`;
  keep({ words: field.value, unit });
}

/* What a page that loads itself anew must not forget; a browser that keeps nothing for it shows the table as it is. */
function keep(what) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(location.pathname) || "{}");
    sessionStorage.setItem(location.pathname, JSON.stringify({ ...kept, ...what }));
  } catch { /* not kept */ }
}

function recall() {
  let kept = {};
  try { kept = JSON.parse(sessionStorage.getItem(location.pathname) || "{}"); } catch { /* nothing kept */ }
  const field = document.querySelector("[data-do=rows]");
  const header = document.querySelector("table.rows thead tr")?.cells[kept.column];
  if (header && kept.way) sort(header, kept.way);
  if (field && kept.words) {
    field.value = kept.words;
    sift(field, kept.unit);
  }
}

/* What the user does */

const DEEDS = {
  pane: (button, doc) => pane(doc, button.dataset.to),
  kind: (button, doc) => {
    const { hidden } = stateOf(doc);
    const off = !hidden.delete(button.dataset.kind);
    if (off) hidden.add(button.dataset.kind);
    button.setAttribute("aria-pressed", String(!off));
    filter(doc);
  },
  more: (button, doc) => {
    const state = stateOf(doc);
    const number = numberOf(button.closest(".card"));
    state.opened.add(kindOf(state.cards[number - 1]));
    filter(doc);
    choose(doc, number, "walk");
  },
  back: (button, doc) => step(doc, -1),
  next: (button, doc) => step(doc, 1),
  all: (button, doc) => unfilter(doc),
  print: () => print(),
  sort: (button) => sort(button.closest("th")),
  unit: (button) => {
    const field = document.querySelector("[data-do=rows]");
    field.value = button.textContent;
    sift(field, button.dataset.to);
    field.focus();
  },
};

function onClick(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const doc = event.target.closest(".doc");
  const button = event.target.closest("button[data-do]");
  if (button) return DEEDS[button.dataset.do](button, doc);
  if (!doc) return;
  const mark = event.target.closest("mark");
  const card = event.target.closest(".card");
  const link = event.target.closest("a");
  if (mark && !mark.classList.contains("off")) {
    event.preventDefault();
    choose(doc, under(doc, mark), "card");
  } else if (mark) {
    event.preventDefault();
  } else if (link && !link.classList.contains("go")) {
    const found = ADDRESS.exec(link.getAttribute("href"));
    if (!found?.[2]) return;
    event.preventDefault();
    follow(doc, found[2], found[3], found[4]);
  } else if (card && !event.target.closest("details") && (link || getSelection().isCollapsed)) {
    event.preventDefault();
    choose(doc, numberOf(card), "mark");
  }
}

/* The finding that a mark leads to: the innermost; clicked again, the next one that shares the place. */
function under(doc, mark) {
  const state = stateOf(doc);
  const names = mark.dataset.f.split(" ");
  const own = names.filter((name) => !name.includes("-"));
  const numbers = [...new Set((own.length ? own : names).map((name) => parseInt(name, 10)))]
    .filter((number) => state.cards[number - 1]?.passes);
  const inner = parseInt(mark.querySelector("a")?.getAttribute("href").split("f")[1], 10);
  const at = numbers.indexOf(state.current);
  if (at >= 0) return numbers[(at + 1) % numbers.length];
  return numbers.includes(inner) ? inner : numbers[0];
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest("input, select, textarea");
  if (field) {
    if (event.key === "Escape" && field.value) {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Escape") field.blur();
    return;
  }
  const among = event.target.closest(".card, mark");
  const way = { j: 1, k: -1, ...(among && { ArrowDown: 1, ArrowUp: -1 }) }[event.key];
  if (event.key === "/") {
    event.preventDefault();
    (shown || document).querySelector("input[type=search]")?.focus();
  } else if (way && shown) {
    event.preventDefault();
    step(shown, way);
  } else if (way) {
    event.preventDefault();
    walk(way);
  }
}

function walk(by) {
  const links = [...document.querySelectorAll("table.rows tbody tr:not([hidden]) th > a")];
  const at = links.indexOf(document.activeElement);
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}

function onInput(event) {
  const field = event.target;
  const doc = field.closest(".doc");
  if (field.dataset.do === "rows") sift(field);
  else if (field.dataset.do === "rule" || field.dataset.do === "words") {
    stateOf(doc)[field.dataset.do] = field.value.trim().toLowerCase();
    filter(doc);
  }
}

/* What a rule is about stands once in the page, and is shown under the finding whose fold is opened. */
function onToggle(event) {
  const link = event.target.open && event.target.querySelector?.("div > a[href^='#r-']");
  const rule = link && document.getElementById(link.getAttribute("href").slice(1));
  if (rule) link.parentElement.replaceChildren(...[...rule.children].map((child) => child.cloneNode(true)));
}

document.addEventListener("DOMContentLoaded", () => {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", onInput);
  document.addEventListener("toggle", onToggle, true);
  addEventListener("hashchange", route);
  addEventListener("resize", fit);
  recall();
  route();
  const seconds = Number(document.body.dataset.refresh);
  if (seconds) setTimeout(() => location.reload(), 1000 * seconds);
});
