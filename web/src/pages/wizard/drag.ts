/** What is carried when a field is dragged onto a column. */
export const dragType = "application/x-field";
