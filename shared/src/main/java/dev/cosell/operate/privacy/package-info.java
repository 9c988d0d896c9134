/** How long what is stored is kept, and erasing one person from it. */
package dev.cosell.operate.privacy;
