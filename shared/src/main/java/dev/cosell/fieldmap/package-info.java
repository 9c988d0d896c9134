/**
 * Which field is which: the field map, the values both sides mean by a field, and how each side writes them.
 *
 * <p>Pure: values in, values out. A side's <em>stored form</em> is what that side itself shows, keyed by source path: a
 * JSON pointer such as {@code /details/dealValue} for Partner Center, a column such as {@code estimatedvalue} (or
 * {@code customerid/name} for a column of a related record) for the CRM.
 */
package dev.cosell.fieldmap;
