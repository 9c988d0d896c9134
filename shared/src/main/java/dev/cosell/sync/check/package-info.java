/** What a record or a referral needs before it can become the other: looked at without writing anything. */
package dev.cosell.sync.check;
