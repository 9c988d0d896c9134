/** The connections to both systems: the guided sign-in, the secrets, what expires, and how it is renewed while the app runs. */
package dev.cosell.operate.connect;
