"use strict";
/* What was checked is kept in this page alone: close it, and it is gone. The token comes in the fragment of the address,
   which no request carries, and stays in this tab. */

const $ = (id) => document.getElementById(id);
const TOKEN = "shufa-lint token";
const TRIES = 20;
const NARROW = matchMedia("(max-width: 820px)");
const KEPT = 20; /* so many drafts keep their bytes, for copies; a newer one takes the place of the oldest */
const PULSE = 10000;

const drafts = [];
let current = null;
let working = false;
let most = 20 * 1024 * 1024;

class Refusal extends Error {
  constructor(reason, { status = 0, again = 0, final = false } = {}) {
    super(reason);
    this.status = status;
    this.again = again;
    this.final = final; /* the same bytes will be refused again */
  }
}

/* Talking to the server */

async function ask(path, headers = {}, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      cache: "no-store", credentials: "same-origin" /* the login of a proxy before us */, redirect: "error", referrerPolicy: "no-referrer", ...options,
      headers: { "X-Shufa-Token": sessionStorage.getItem(TOKEN) || "", ...headers },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    offline("连不上检查程序，它可能已经关闭：回到终端重新运行 shufa-lint serve，打开新印的网址。");
    throw new Refusal("连不上检查程序，没有查完。");
  }
  if (response.ok) {
    offline("");
    return response;
  }
  let reason = `没有查完（${response.status}）。`;
  try { reason = (await response.json()).reason || reason; } catch { /* not from our program */ }
  if (response.status === 403) offline(reason);
  const { status } = response;
  throw new Refusal(reason, { status, again: Number(response.headers.get("Retry-After")) || 0, final: [413, 422].includes(status) });
}

function offline(words) {
  $("offline").textContent = words;
  $("offline").hidden = !words;
}

async function enter() {
  const key = location.hash.slice(1);
  if (key) {
    history.replaceState(null, "", location.pathname);
    if (key.startsWith("once-")) {
      const answer = await ask("begin", { "X-Shufa-Ticket": key.slice(5) }, { method: "POST" });
      sessionStorage.setItem(TOKEN, (await answer.json()).token);
    } else {
      sessionStorage.setItem(TOKEN, key);
    }
  }
  const settings = await (await ask("settings")).json();
  most = settings.most;
  $("most").textContent = `；一份最大 ${megabytes(most)}`;
  if (!settings.local) $("promise").textContent = "文稿只在服务器的内存里检查，不保存；报告只留在这个网页里，关上就没有了。";
  const list = $("profile");
  if (list.length === 1) for (const { id, title } of settings.profiles) list.add(new Option(title, id));
}

async function pulse() {
  if (!document.hidden && !working) {
    try { await ask("settings"); } catch { /* told already */ }
  }
}

const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/* One draft after the other */

function add(name, source, size) {
  const draft = {
    name, source, size, state: "waiting", says: "等着检查", reason: "", reply: null, data: null, since: 0,
    profile: $("profile").value, year: $("year").value.trim(), stop: null, notice: "",
  };
  drafts.push(draft);
  return draft;
}

function take(files) {
  const added = [...files].map((file) => add(file.name, file, file.size));
  if (!added.length) return;
  show(added[0]);
  work();
}

async function work() {
  if (working) return;
  working = true;
  for (let draft = next(); draft; draft = next()) await examine(draft);
  working = false;
}

const next = () => drafts.find((draft) => draft.state === "waiting");

async function examine(draft) {
  draft.state = "working";
  draft.reason = draft.notice = "";
  draft.since = Date.now();
  draft.stop = new AbortController();
  tell(draft, "正在检查");
  const clock = setInterval(() => tell(draft), 1000);
  try {
    if (draft.size > most) throw new Refusal(`文件超过 ${megabytes(most)}，太大，不像一份公文：把里面的图片压缩以后再试。`, { final: true });
    draft.data ??= await bytes(draft);
    draft.reply = await patiently(draft);
    if (draft.reply.unreadable) throw new Refusal(draft.reply.unreadable, { final: true });
    draft.state = draft.reply.failed ? "failed" : "passed";
    tell(draft, draft.reply.verdict);
  } catch (error) {
    draft.state = "refused";
    draft.final = Boolean(error.final);
    draft.reason = error.name === "AbortError" ? "已经停止，没有查完。" : error.message;
    tell(draft, error.name === "AbortError" ? "没有检查" : "没能检查");
  } finally {
    clearInterval(clock);
    draft.stop = null;
    forget();
    render(draft);
  }
}

async function bytes(draft) {
  if (typeof draft.source === "string") return new TextEncoder().encode(draft.source).buffer;
  try {
    return await draft.source.arrayBuffer();
  } catch {
    throw new Refusal("读不了：它可能是一个文件夹，或者放进来以后又改过、移走了。请把文件重新放进来。", { final: true });
  }
}

async function patiently(draft) {
  for (let tried = 1; ; tried++) {
    try {
      return await (await send("check", draft, draft.stop.signal)).json();
    } catch (error) {
      if (error.status !== 429 || tried === TRIES) throw error;
      tell(draft, "前面有别的文稿，在排队");
      await pause(1000 * (error.again || 3));
      draft.stop.signal.throwIfAborted();
    }
  }
}

function send(path, draft, signal) {
  const headers = { "X-File-Name": encodeURIComponent(whole(draft.name)), "Content-Type": "application/octet-stream" };
  if (draft.profile) headers["X-Profile"] = draft.profile;
  if (draft.year) headers["X-As-Of"] = encodeURIComponent(whole(draft.year));
  return ask(path, headers, { method: "POST", body: draft.data, signal });
}

/* Half a surrogate pair cannot be sent. */
const whole = (words) => words.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "�");

function forget() {
  for (const draft of drafts.filter((each) => each.data && !each.stop).slice(0, -KEPT)) {
    draft.data = null;
    if (draft.reply) draft.reply.copies = [];
  }
}

/* Copies */

async function fetchCopy(draft, copy, button) {
  button.disabled = true;
  draft.notice = "";
  try {
    const blob = await (await send(copy.work, draft)).blob();
    save(blob, copy.name);
  } catch (error) {
    draft.notice = error.message;
  } finally {
    button.disabled = false;
    if (draft === current) problem(draft);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/* What is seen. All words are set as text. */

function tell(draft, says = draft.says) {
  draft.says = says;
  list();
  if (draft === current) headline(draft);
}

function show(draft) {
  current = draft;
  document.body.classList.add("busy");
  $("result").hidden = false;
  list();
  render(draft);
  if (NARROW.matches) $("result").scrollIntoView();
}

function list() {
  $("queue").hidden = !drafts.length;
  const items = $("drafts");
  while (items.children.length > drafts.length) items.lastChild.remove();
  drafts.forEach((draft, index) => {
    const item = items.children[index] || items.appendChild(element("li"));
    const button = item.firstChild || item.appendChild(element("button", "", { type: "button" }));
    button.className = draft.state;
    button.setAttribute("aria-current", String(draft === current));
    button.replaceChildren(draft.name, element("small", [draft.says, taken(draft)].filter(Boolean).join("，")));
    button.onclick = () => { show(draft); $("name").focus(); };
  });
}

function taken(draft) {
  const seconds = Math.floor((Date.now() - draft.since) / 1000);
  return draft.state === "working" && seconds ? `${seconds} 秒` : "";
}

function headline(draft) {
  $("name").textContent = draft.reply?.name || draft.name;
  if ($("verdict").textContent !== draft.says) $("verdict").textContent = draft.says; /* it is read aloud when it changes */
  $("verdict").className = `verdict ${draft.state}`;
  $("under-way").hidden = draft.state !== "working";
  $("clock").textContent = taken(draft);
}

function problem(draft) {
  $("problem").textContent = draft.notice;
  $("problem").hidden = !draft.notice;
}

function render(draft) {
  if (draft !== current) return;
  headline(draft);
  problem(draft);
  const done = draft.reply?.page && draft.state !== "working";
  $("advice").textContent = draft.reason;
  $("advice").hidden = !draft.reason;
  $("actions").replaceChildren(...actions(draft, done));
  $("result").classList.toggle("reported", Boolean(done)); /* the report itself says its name and its verdict */
  frame(done ? draft : null);
}

function actions(draft, done) {
  if (draft.state === "working" || draft.state === "waiting") return [act("停止", () => stop(draft))];
  if (!done) return draft.final ? [] : [act("再试一次", () => again(draft))];
  const copies = draft.reply.copies.map((copy, index) => {
    const button = act(copy.title, () => fetchCopy(draft, copy, button));
    button.title = `下载 ${copy.name}`;
    button.dataset.work = copy.work;
    if (!index) button.className = "first";
    return button;
  });
  const report = act("这份报告", () => save(new Blob([draft.reply.page], { type: "text/html" }), draft.reply.report));
  report.title = `下载 ${draft.reply.report}`;
  const larger = act(document.body.classList.contains("whole") ? "还原" : "放大", () => {
    document.body.classList.toggle("whole");
    larger.textContent = document.body.classList.contains("whole") ? "还原" : "放大";
  });
  larger.className = "larger";
  return [element("span", "下载", { className: "lead" }), ...copies, report, larger];
}

function act(words, does) {
  const button = element("button", words, { type: "button" });
  button.onclick = does;
  return button;
}

function stop(draft) {
  if (draft.stop) {
    draft.stop.abort();
  } else {
    draft.state = "refused";
    tell(draft, "没有检查");
    draft.reason = "已经停止，没有查完。";
    render(draft);
  }
}

function again(draft) {
  draft.profile = $("profile").value;
  draft.year = $("year").value.trim();
  draft.state = "waiting";
  draft.reason = "";
  tell(draft, "等着检查");
  render(draft);
  work();
}

/* The report runs its own script in a frame of no origin: it reaches neither this page nor the server. */
function frame(draft) {
  const room = $("frame");
  if (room.shown === draft && room.page === draft?.reply.page) return;
  room.shown = draft;
  room.page = draft?.reply.page;
  if (room.url) URL.revokeObjectURL(room.url);
  room.url = null;
  if (!draft) {
    room.replaceChildren();
    document.body.classList.remove("whole");
    return;
  }
  room.url = URL.createObjectURL(new Blob([draft.reply.page], { type: "text/html;charset=utf-8" }));
  const inner = element("iframe", "", { title: `检查报告：${draft.reply.name}` });
  inner.setAttribute("sandbox", "allow-scripts allow-modals");
  inner.src = room.url;
  room.replaceChildren(inner);
}

function element(tag, words = "", properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  if (words) made.textContent = words;
  return made;
}

/* Dropping, choosing, pasting */

const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
let over = 0;

function lift(event, by) {
  if (!carries(event)) return;
  event.preventDefault();
  over = by ? Math.max(0, over + by) : 0;
  $("zone").classList.toggle("over", over > 0);
}

addEventListener("dragenter", (event) => lift(event, 1));
addEventListener("dragleave", (event) => lift(event, -1));
addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
addEventListener("drop", (event) => {
  lift(event, 0);
  if (carries(event)) take(event.dataTransfer.files);
});

$("files").addEventListener("change", () => {
  take($("files").files);
  $("files").value = "";
});

$("paste").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = $("words").value;
  if (!words.trim()) {
    $("words").focus();
    return;
  }
  const count = drafts.filter((draft) => typeof draft.source === "string").length;
  const draft = add(`粘贴的文字${count ? count + 1 : ""}.txt`, words, new TextEncoder().encode(words).length);
  show(draft);
  work();
});

$("words").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("paste").requestSubmit();
});

addEventListener("hashchange", () => enter().catch(() => {}));
enter().catch((error) => offline($("offline").textContent || error.message));
setInterval(pulse, PULSE);
