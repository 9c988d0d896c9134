/**
 * The part of OData that both simulated Microsoft services speak: {@code $filter} and {@code $orderby} over anything
 * that gives a JSON value for a property path.
 */
package dev.cosell.sandbox.odata;
