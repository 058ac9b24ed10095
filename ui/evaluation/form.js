// Runs when the form was filled from elsewhere: it is looked at, as soon as its tab and its fields are drawn.
() => {
  const look = (tries) => {
    const question = document.querySelector("#eval-new-question textarea");
    if (question?.offsetParent) {
      document.querySelector("#eval-add").scrollIntoView({ block: "start" });
      question.focus({ preventScroll: true });
    } else if (tries) {
      setTimeout(look, 50, tries - 1);
    }
  };
  look(60);
}
