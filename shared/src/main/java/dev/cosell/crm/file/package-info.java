/**
 * A CRM of CSV files that people keep with a spreadsheet: one file per table in one directory, one row per record.
 *
 * <p>Read it from {@link dev.cosell.crm.file.FileCrm} downwards. A file has no types, no versions, no keys and no events;
 * what stands in for each of them is a class of its own here: {@link dev.cosell.crm.file.Cell} (types),
 * {@link dev.cosell.crm.file.CsvTable} (versions), {@link dev.cosell.crm.file.CsvDirectory} (keys and whole writes), {@link
 * dev.cosell.crm.file.SeenRows} (what changed).
 */
package dev.cosell.crm.file;
