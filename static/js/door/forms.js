// People without a place, and money: one form for both. What is owed comes from the list; the server takes its own price.

import { money, typed } from "./amounts.js";
import { piece } from "./paint.js";

const MOST_PEOPLE = 4;
const at = (id) => document.getElementById(id);
const form = at("door-money");
let now; // {evening, owed(), send({people, way, given, over})}

const names = () => [...at("door-people").querySelectorAll("input")].map((input) => input.value.trim()).filter(Boolean);

const addPerson = () => {
  const field = piece("person");
  const number = at("door-people").children.length + 1;
  field.querySelector("input").id = `door-person-${number}`;
  field.querySelector("label").htmlFor = `door-person-${number}`;
  if (number > 1) field.querySelector("label").textContent = `Person ${number}`;
  at("door-people").append(field);
  at("door-one-more").hidden = number >= MOST_PEOPLE;
  return field.querySelector("input");
};

const reckon = () => {
  const owed = now.owed();
  const given = typed(at("door-given").value);
  at("door-sum").textContent = owed ? `${money(owed, now.evening.currency)} to pay` : "Free";
  const back = given === null ? "" : Number.isNaN(given) ? "Enter a sum like 20 or 7.50" : given < owed ? "That is less than the price" : `Give ${money(given - owed, now.evening.currency)} back`;
  at("door-change").textContent = back;
  return given === null || given >= owed;
};

const show = (heading, isPriced) => {
  at("door-money-head").textContent = heading;
  at("door-given").value = "";
  at("door-given-field").hidden = at("door-sum").hidden = !isPriced;
  for (const button of form.querySelectorAll("[type=submit]")) button.hidden = isPriced === (button.value === "");
  form.hidden = false;
  reckon();
};

export const close = () => { form.hidden = true; };
export const isOpen = () => !form.hidden;

export const openWalkIn = (evening, send) => {
  now = { evening, owed: () => Math.max(1, names().length) * evening.price, send };
  at("door-people").replaceChildren();
  at("door-over").checked = false;
  at("door-over-field").hidden = !(evening.may_overfill && evening.left <= 0);
  const first = addPerson();
  show("Somebody without a place", evening.price > 0);
  first.focus();
};

export const openPaid = (evening, person, send) => {
  now = { evening, owed: () => person.owes, send };
  at("door-people").replaceChildren();
  at("door-one-more").hidden = at("door-over-field").hidden = true;
  show(`${person.name}: ${money(person.owes, evening.currency)} to pay`, true);
  at("door-given").focus();
};

form.addEventListener("input", reckon);
at("door-one-more").addEventListener("click", () => { addPerson().focus(); reckon(); });
at("door-money-close").addEventListener("click", close);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const first = at("door-people").querySelector("input");
  if (first && !names().length) { first.focus(); return; }
  const way = event.submitter?.value ?? "cash";
  if (way === "cash" && !reckon()) { at("door-given").focus(); return; }
  const given = way === "cash" ? typed(at("door-given").value) : null;
  close();
  now.send({ people: names(), way, given, over: at("door-over").checked, owed: now.owed() });
});
