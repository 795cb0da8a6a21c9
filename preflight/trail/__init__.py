"""The paper trail: what was checked, by whom and with which answer, in a form that shows when somebody changed it."""
