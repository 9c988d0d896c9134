/** What people are told beside the screens: who listens, and when it is worth a word. */
package dev.cosell.operate.notice;
