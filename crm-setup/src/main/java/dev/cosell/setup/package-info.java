/**
 * {@code ./cosell crm-setup}: what a CRM's administrator runs once, under a sign-in of their own, to add to the CRM what
 * the connector needs. It adds and completes; it never deletes, renames, or takes anything away.
 *
 * <p>Each thing is an {@link dev.cosell.setup.Item} that tells how it stands and can be made;
 * {@link dev.cosell.setup.SetUp} goes through them in order. {@code dynamics} and {@code salesforce} say which things
 * there are.
 */
package dev.cosell.setup;
