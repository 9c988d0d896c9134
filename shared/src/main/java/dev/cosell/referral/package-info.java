/** Partner Center's vocabulary: referrals, their status machine, what may be patched. Pure: no clock, no network. */
package dev.cosell.referral;
