/** Reads SOQL, Salesforce's query language: text in, a checked tree out. Knows nothing of objects and records. */
package dev.cosell.sandbox.salesforce.soql;
