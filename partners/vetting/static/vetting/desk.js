// Single keys for the vetting desk. Everything they do can be done without them; they only move the focus or follow a
// link, and can be turned off (kept on this device).
"use strict";

const KEPT = "vetting-keys-off";
const box = document.querySelector("[data-keys]");
const help = document.querySelector("[data-keys-help]");
const on = document.querySelector("[data-keys-on]");
const steps = [...document.querySelectorAll("[data-step]")];

function step(by) {
  const at = steps.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), steps.length - 1);
  steps[next].focus();
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, dialog") !== null;
}

function press(key) {
  if (key === "?") return help.showModal();
  if (steps.length && (key === "j" || key === "k")) return step(key === "j" ? 1 : -1);
  if (key === "r") return document.querySelector(".one-finding input, .one-finding textarea")?.focus();
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return undefined;
  return key === "j" || key === "k" ? target.click() : target.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && event.target.closest(".one-finding")) {
    document.querySelector("[data-refuse]").focus();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || !on.checked || isTyping(event.target)) return;
  if (!/^[jkadrt?]$/.test(event.key)) return;
  event.preventDefault();
  press(event.key);
});

document.querySelector("[data-open-keys]").addEventListener("click", () => help.showModal());
on.checked = localStorage.getItem(KEPT) === null;
on.addEventListener("change", () => (on.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "1")));
box.hidden = false;
