/**
 * What is wrong, why, and what to do: harmless probes of everything the connector needs, each a {@link
 * dev.cosell.operate.doctor.Check}, run together by {@link dev.cosell.operate.doctor.Doctor}.
 */
package dev.cosell.operate.doctor;
