/**
 * How many changes a minute so many instances bring across, and which documented limit stops them: a calculation by discrete
 * events, in virtual time and without chance, from what each change is counted to need.
 */
package dev.cosell.benchmarks.scale;
