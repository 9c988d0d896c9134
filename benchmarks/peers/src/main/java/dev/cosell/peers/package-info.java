/**
 * Programs that bring referrals into the CRM in other ways: what the benchmarks compare the connector with. Each reads
 * {@link dev.cosell.peers.Surroundings} from its environment, writes one line when it takes events, and runs until it is
 * stopped.
 */
package dev.cosell.peers;
