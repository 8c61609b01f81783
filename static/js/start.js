// Runs before anything is painted: styles know from the class that scripts work.
document.documentElement.classList.add("js");
