/** What people see of deals: which there are, what happened to each and why, and what is not one yet. */
package dev.cosell.operate.deal;
