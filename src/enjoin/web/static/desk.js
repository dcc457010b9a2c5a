// The desk with a script: keys, candidates while one types, progress of a table, files dropped.
// Every page works without it; nothing here decides anything.
"use strict";

const items = () => [...document.querySelectorAll("[data-item]")].filter((el) => el.offsetParent);
let at = -1;

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function step(by) {
  const all = items();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = Math.min(Math.max(at + by, 0), all.length - 1);
  all[at].classList.add("at");
  const focus = all[at].querySelector("summary, a[href], button");
  focus?.focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}

function help() {
  const dialog = document.getElementById("help");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

const KEYS = {
  "/": () => (document.getElementById("quick") ?? document.getElementById("name"))?.focus(),
  j: () => step(1),
  k: () => step(-1),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = KEYS[event.key];
  if (!act || (document.getElementById("help")?.open && event.key !== "?")) return;
  event.preventDefault();
  act();
});

document.querySelector("[data-help]")?.addEventListener("click", (event) => {
  event.preventDefault();
  help();
});

// A form that was sent says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-working]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter ?? form.querySelector("button[type=submit]");
    if (!button || button.value === "file") return;
    if (button.getAttribute("aria-busy")) return event.preventDefault();
    button.dataset.label = button.textContent;
    button.textContent = form.dataset.working;
    button.setAttribute("aria-busy", "true");
  });
}
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-busy");
  }
});

// Candidates while one types: listed parties with these words in a name. This is no screening.
function candidates(input) {
  const box = document.getElementById(input.dataset.candidates);
  const token = input.form.elements.csrf.value;
  let waiting, asked = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(++asked), 200);
  });
  async function ask(number) {
    if (input.value.trim().length < 3) return show([]);
    const body = new URLSearchParams({ name: input.value, csrf: token });
    const answer = await fetch("/desk/candidates", { method: "POST", body }).catch(() => null);
    if (number !== asked) return;
    show(answer?.ok ? await answer.json() : []);
  }
  function show(found) {
    box.hidden = !found.length;
    box.replaceChildren();
    if (!found.length) return;
    const told = document.createElement("p");
    told.className = "small";
    told.textContent = "Listed with these words in a name; press Screen for an answer:";
    const list = document.createElement("ul");
    list.append(...found.map(row));
    box.append(told, list);
  }
  function row(one) {
    const item = document.createElement("li"), link = document.createElement("a");
    const name = document.createElement("bdi"), more = document.createElement("span");
    link.href = "/desk/entries/" + encodeURIComponent(one.id);
    name.textContent = one.name;
    more.className = "small";
    more.textContent = ` ${one.kind} · ${one.list}`;
    link.append(name);
    item.append(link, more);
    more.before(" ");
    link.append(more);
    return item;
  }
}
document.querySelectorAll("[data-candidates]").forEach(candidates);

// A table that is being screened: look every second, and load the page anew when it is done.
async function watch(box) {
  const bar = box.querySelector("progress"), told = box.querySelector("[data-done]");
  for (;;) {
    await new Promise((next) => setTimeout(next, 1000));
    const answer = await fetch(`/api/v1/jobs/${box.dataset.job}`).catch(() => null);
    if (!answer?.ok) continue;
    const job = await answer.json();
    if (job.state === "done" || job.state === "failed") return location.reload();
    if (job.total && job.done) bar.value = Math.min(100, (100 * job.done) / job.total);
    const of = job.total ? ` of about ${job.total.toLocaleString("en")}` : "";
    told.textContent = job.done.toLocaleString("en") + of;
  }
}
document.querySelectorAll("[data-job]").forEach(watch);

// Files dropped on a form are chosen in it.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("over", on);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

// On paper, everything that is folded is open.
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details:not([open])")) each.open = true;
});
