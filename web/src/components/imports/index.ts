// What shows an import, for the pages of imports and the wizard.
export { isCause } from "./causes";
export { ChangeList } from "./ChangeList";
export { type ChangeFilter, changeFilters, countsOf } from "./changes";
export { type Change, columnsOfField, type Import, importQuery, isOver, type KeptRow, mappingsQuery, type Progress, type Report, reportQuery, useProgress } from "./data";
export { type FieldName, fields, isField, numericFields } from "./fields";
export { Problems } from "./Problems";
export { QuarantineGrid } from "./QuarantineGrid";
export { RunProgress } from "./RunProgress";
