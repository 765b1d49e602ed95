// Shows what a price comes to while it is typed. Without it, the button of the form does the same.
const form = document.querySelector("form[data-look]");
const price = document.getElementById("price");
let waiting;
let asked = 0;

async function look() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.look, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (answer.ok && mine === asked) {
    price.innerHTML = await answer.text();
  }
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 400);
});
